"""Hosts that hide where they lead: URL shorteners, and share links that do the same.

Chosen for this project: services whose links go round in Indonesian chats and in spam. All but
`NOT_THERE` also stand in the list of https://github.com/PeterDaveHello/url-shorteners (2026),
which is far longer; what is missing here is stopped by the allow-list all the same, unless
somebody allows it by mistake. Not listed are wa.me, t.me and youtu.be: whose they are is plain.
"""

NOT_THERE = "bit.do gg.gg linktr.ee page.link ytbe.my".split()
SHORTENERS = frozenset(
    NOT_THERE
    + (
        "1drv.ms adf.ly aka.ms alturl.com amzn.to b.link bit.ly bitly.com bityl.co bl.ink "
        "buff.ly clck.ru cutt.ly cutt.us da.gd db.tt dlvr.it dub.sh fb.me flip.it forms.gle "
        "g.co g.page goo.gl goo.gle goo.su han.gl ht.ly ift.tt ilang.in is.gd j.mp kutt.it "
        "linkjust.com lnkd.in loom.ly me2.kr n9.cl onelink.to ouo.io ow.ly pin.it pse.is qr.ae "
        "qrco.de rb.gy rebrand.ly reurl.cc s.id shope.ee short.gy shorten.asia shorturl.asia "
        "shorturl.at smarturl.it snip.ly surl.li t.co t.ly tiny.cc tiny.one tinyurl.com "
        "tokopedia.link tr.ee trib.al ur3.us v.gd vk.cc x.gd zpr.io"
    ).split()
)

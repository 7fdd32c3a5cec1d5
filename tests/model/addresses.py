"""Addresses as writers, careless and hostile, type them, and what is said of each.

The techniques are those of trust.md's table, of https://url.spec.whatwg.org/ (host and IPv4
parsers, the states that forgive), and of RFC 6068 and 3966 for mail and telephones.
"""

from __future__ import annotations

ALLOWED = ("kompas.com", "junrinjani.blogspot.com")
"""What the list of the layer holds, beside `go.id`."""

GOOD = """\
https://kpu.go.id
https://kpu.go.id/
https://KPU.GO.ID/Berita
HTTPS://kpu.go.id
https://go.id
https://www.kpu.go.id/berita/2024
https://a.b.c.d.kota.go.id/x
https://kpu.go.id:443/
https://kpu.go.id?cari=dpt
https://kpu.go.id#atas
https://kpu.go.id/a?b=c&d=e#f
https://kpu.go.id/a%20b
https://kpu.go.id/@humas
https://kpu.go.id/a:b
https://kpu.go.id/?u=https://evil.com
https://kpu.go.id/berita/pemilih-é
https://kpu.go.id/..//..//a
https://kpu.go.id//evil.com
https://kpu.go.id/(a)'b~c!*
https://kpu.go.id/[a]{b}|c^
https://kpu.go.id/%
https://kpu.go.id/%zz
https://kpu.go.id/%00
https://kpu.go.id/%2e%2e/
https://kpu.go.id/a.pdf
https://kpu.go.id/apk
https://kpu.go.id/a.apkah
https://kpu.go.id/x.exe-penjelasan
https://kpu.go.id/?q=a.exempel
https://kpu.go.id/#a.apk
https://1.go.id
https://1and1.kota.go.id
https://kota--baru.go.id
https://kompas.com/x
https://www.kompas.com/x
https://nasional.kompas.com/x
https://junrinjani.blogspot.com/
mailto:humas@kpu.go.id
MAILTO:humas@kpu.go.id
mailto:humas.kota+pemilu@kota.go.id
mailto:kpu_kota@gmail.com
tel:+62561123456
tel:+62-561-123456
tel:+62.561.123456
TEL:+62561123456
tel:112
tel:1500445
""".splitlines()

FAULTY = {
    # --- a scheme that runs something, opens something else, or carries its own page
    "javascript:alert(1)": "SG220",
    "JaVaScRiPt:alert(1)": "SG220",
    "javascript://kpu.go.id/%0aalert(1)": "SG220",
    "javascript:": "SG220",
    "java\tscript:alert(1)": "SG220",
    "java\nscript:alert(1)": "SG220",
    "java\rscript:alert(1)": "SG220",
    "java\0script:alert(1)": "SG220",
    " javascript:alert(1)": "SG220",
    "\x01javascript:alert(1)": "SG220",
    "\x1fjavascript:alert(1)": "SG220",
    "\tjavascript:alert(1)": "SG220",
    "javascript\t:alert(1)": "SG220",
    "j\u200bavascript:alert(1)": "SG220",
    "javascript:alert('x y')": "SG220",
    "data:text/html,x": "SG220",
    "data:text/html;base64,PHNjcmlwdD4=": "SG220",
    "data:,x": "SG220",
    "vbscript:x": "SG220",
    "blob:https://kpu.go.id/1": "SG220",
    "filesystem:https://kpu.go.id/a": "SG220",
    "file:///etc/passwd": "SG220",
    "ftp://kpu.go.id/": "SG220",
    "ws://kpu.go.id/": "SG220",
    "wss://kpu.go.id/": "SG220",
    "view-source:https://kpu.go.id": "SG220",
    "about:blank": "SG220",
    "intent://kpu.go.id#Intent;scheme=https;end": "SG220",
    "market://details?id=x": "SG220",
    "whatsapp://send?text=x": "SG220",
    "tg://join": "SG220",
    "sms:+62811": "SG220",
    "geo:0,0": "SG220",
    "httpss://kpu.go.id": "SG220",
    "hxxps://kpu.go.id": "SG220",
    "https+x://kpu.go.id": "SG220",
    "x:y": "SG220",
    # --- mail and telephone
    "mailto:": "SG220",
    "mailto:humas": "SG220",
    "mailto:@kpu.go.id": "SG220",
    "mailto:a@b@kpu.go.id": "SG220",
    "mailto:.a@kpu.go.id": "SG220",
    "mailto:a..b@kpu.go.id": "SG220",
    "mailto:a@kpu.go.id,b@kpu.go.id": "SG220",
    "mailto:a@kpu.go.id?cc=b@evil.com": "SG220",
    "mailto:a@kpu.go.id?body=x": "SG220",
    "mailto:a@kpu.go.id%0acc:b@evil.com": "SG220",
    "mailto:a%0a@kpu.go.id": "SG220",
    "mailto:a b@kpu.go.id": "SG222",
    "mailto:a@kpu.go.id\ncc:b": "SG222",
    "mailto:a@localhost": "SG222",
    "mailto:a@kpu.go.id.": "SG222",
    "mailto:a@127.0.0.1": "SG222",
    "mailto:a@[127.0.0.1]": "SG222",
    "mailto:a@кpu.go.id": "SG223",
    "mailto:a@xn--pu-tlc.go.id": "SG223",
    "mailto:к@kpu.go.id": "SG220",
    "mailto:" + "a" * 300 + "@kpu.go.id": "SG220",
    "mailto://a@kpu.go.id": "SG220",
    "tel:": "SG220",
    "tel:0561123456": "SG220",
    "tel:+0561123456": "SG220",
    "tel:+62": "SG220",
    "tel:+621234567890123456": "SG220",
    "tel:+62561;ext=1": "SG220",
    "tel:*100#": "SG220",
    "tel:humas": "SG220",
    "tel:+62٥٦١١٢٣٤": "SG220",
    # --- what browsers forgive
    "": "SG222",
    "kpu.go.id": "SG222",
    "//kpu.go.id": "SG222",
    "///kpu.go.id": "SG222",
    "////kpu.go.id": "SG222",
    "\\\\kpu.go.id": "SG222",
    "/\\kpu.go.id": "SG222",
    "\\/kpu.go.id": "SG222",
    "\t//evil.com": "SG222",
    "/\t/evil.com": "SG222",
    "/\n/evil.com": "SG222",
    "https:kpu.go.id": "SG222",
    "https:/kpu.go.id": "SG222",
    "https:evil": "SG222",
    "https:": "SG222",
    "https:/": "SG222",
    "https://": "SG222",
    "https:///kpu.go.id": "SG222",
    "https:////kpu.go.id": "SG222",
    "https:\\\\kpu.go.id": "SG222",
    "https:/\\kpu.go.id": "SG222",
    "https://kpu.go.id\\@evil.com": "SG222",
    "https://evil.com\\.kpu.go.id": "SG222",
    "https://kpu.go.id/a\\b": "SG222",
    "ht\ttps://kpu.go.id": "SG222",
    "https\t://kpu.go.id": "SG222",
    "https://kpu\t.go.id": "SG222",
    "https://kpu.go.id/\n": "SG222",
    "https://kpu.go.id/\x00": "SG222",
    "https://kpu.go.id/\x7f": "SG222",
    "https://kpu.go.id/\x85": "SG222",
    "https://kpu.go.id/a b": "SG222",
    "https://kpu.go.id ": "SG222",
    " https://kpu.go.id": "SG222",
    "https://kpu .go.id": "SG222",
    "https://kpu.go.id/\u00a0": "SG222",
    "https://kpu.go.id/\u3000": "SG222",
    "https://kpu.go.id/\u202egpj.a": "SG222",
    "https://kpu.go.id/\u200b": "SG222",
    "https://kpu.go.id/\u00ad": "SG222",
    "https://kpu.go.id/\ufeff": "SG222",
    "https://kpu.go.id/\ue000": "SG222",
    "https://kpu.go.id/\ufdd0": "SG222",
    "https://kpu\u00ad.go.id": "SG222",
    "https://kpu\u2060.go.id": "SG222",
    "https://kpu\u200d.go.id": "SG222",
    'https://kpu.go.id/"onclick="x': "SG222",
    "https://kpu.go.id/<b>": "SG222",
    "https://kpu.go.id/`": "SG222",
    # --- somebody in front of the host
    "https://kpu.go.id@evil.com/": "SG222",
    "https://kpu.go.id:pw@evil.com/": "SG222",
    "https://@kpu.go.id": "SG222",
    "https://:@kpu.go.id": "SG222",
    "https://a@b@kpu.go.id": "SG222",
    "https://kpu.go.id%2f@evil.com": "SG222",
    "https://kpu.go.id%40evil.com": "SG222",
    "https://user:pass@kpu.go.id/": "SG222",
    # --- a host that is a number
    "https://127.0.0.1": "SG222",
    "https://127.0.0.1.": "SG222",
    "https://127.1": "SG222",
    "https://2130706433": "SG222",
    "https://0x7f000001": "SG222",
    "https://0x7f.0.0.1": "SG222",
    "https://0X7F.1": "SG222",
    "https://0177.0.0.1": "SG222",
    "https://017700000001": "SG222",
    "https://0x": "SG222",
    "https://0": "SG222",
    "https://1.2.3": "SG222",
    "https://256.256.256.256": "SG222",
    "https://1.2.3.4.5": "SG222",
    "https://kpu.go.id.1": "SG222",
    "https://kpu.go.id.0x1": "SG222",
    "https://4294967296": "SG222",
    "https://[::1]": "SG222",
    "https://[::ffff:127.0.0.1]": "SG222",
    "https://[fe80::1%25eth0]": "SG222",
    "https://[::1": "SG222",
    "https://[v1.a]": "SG222",
    "https://%31%32%37.0.0.1": "SG222",
    "https://１２７.０.０.１": "SG223",
    "https://①.②.③.④": "SG223",
    # --- a port
    "https://kpu.go.id:80": "SG222",
    "https://kpu.go.id:8443/": "SG222",
    "https://kpu.go.id:": "SG222",
    "https://kpu.go.id:0443": "SG222",
    "https://kpu.go.id:443443": "SG222",
    "https://kpu.go.id:a": "SG222",
    "https://kpu.go.id:-1": "SG222",
    "https://kpu.go.id:443:443": "SG222",
    "https://kpu.go.id:٤٤٣": "SG222",
    "http://kpu.go.id:443": "SG222",
    "http://kpu.go.id:80": "SG222",
    # --- no name of a site
    "https://localhost": "SG222",
    "https://kpu": "SG222",
    "https://id": "SG222",
    "https://kpu.go.id.": "SG222",
    "https://kpu.go.id..": "SG222",
    "https://.kpu.go.id": "SG222",
    "https://kpu..go.id": "SG222",
    "https://.": "SG222",
    "https://..": "SG222",
    "https://-kpu.go.id": "SG222",
    "https://kpu-.go.id": "SG222",
    "https://kpu_kota.go.id": "SG222",
    "https://*.go.id": "SG222",
    "https://kpu!go.id": "SG222",
    "https://kpu,go.id": "SG222",
    "https://kpu;go.id": "SG222",
    "https://kpu'go.id": "SG222",
    "https://kpu%2ego%2eid": "SG222",
    "https://kpu.go.i%64": "SG222",
    "https://kpu.go%00.id": "SG222",
    "https://kpu.go.id%09": "SG222",
    "https://kpu{a}.go.id": "SG222",
    "https://kpu|go.id": "SG222",
    "https://kpu^go.id": "SG222",
    "https://?kpu.go.id": "SG222",
    "https://#kpu.go.id": "SG222",
    "https://" + "a" * 64 + ".go.id": "SG222",
    "https://" + "a." * 130 + "go.id": "SG222",
    "https://kpu.go.123": "SG222",
    "https://kpu.go.i": "SG222",
    "https://kpu.go.i-d": "SG222",
    # --- letters that look like others
    "https://кpu.go.id": "SG223",
    "https://kрu.go.id": "SG223",
    "https://kpu.gо.id": "SG223",
    "https://kpu.go.іd": "SG223",
    "https://bаwaslu.go.id": "SG223",
    "https://kpú.go.id": "SG223",
    "https://kpu\u0301.go.id": "SG223",
    "https://ｋｐｕ.go.id": "SG223",
    "https://𝐤pu.go.id": "SG223",
    "https://ⓚpu.go.id": "SG223",
    "https://kpu。go。id": "SG223",
    "https://kpu．go.id": "SG223",
    "https://kpu｡go.id": "SG223",
    "https://kpu.go.id／evil.com": "SG223",
    "https://kpu.go.id\u2044evil.com": "SG223",
    "https://evil.com？.go.id": "SG223",
    "https://faß.go.id": "SG223",
    "https://K\u0130.go.id": "SG223",
    "https://\u212apu.go.id": "SG223",
    "https://kpu.go.ıd": "SG223",
    "https://kpu℀.go.id": "SG223",
    "https://pemilu\u0964id.go.id": "SG223",
    "https://مثال.go.id": "SG223",
    "https://xn--pu-tlc.go.id": "SG223",
    "https://XN--pu-tlc.go.id": "SG223",
    "https://kpu.xn--go-abc.id": "SG223",
    "https://xn--.go.id": "SG223",
    "https://kpu.go.xn--d1acufc": "SG223",
    "http://кpu.go.id": "SG223",
    # --- a program file
    "https://kpu.go.id/pps.apk": "SG224",
    "https://kpu.go.id/PPS.APK": "SG224",
    "https://kpu.go.id/pps.apk?unduh=1": "SG224",
    "https://kpu.go.id/pps.apk#x": "SG224",
    "https://kpu.go.id/pps.apk/": "SG224",
    "https://kpu.go.id/pps.apk.": "SG224",
    "https://kpu.go.id/pps.apk...": "SG224",
    "https://kpu.go.id/pps.apk%20": "SG224",
    "https://kpu.go.id/pps.apk%00.pdf/../pps.exe": "SG224",
    "https://kpu.go.id/pps%2eapk": "SG224",
    "https://kpu.go.id/pps.%61%70%6b": "SG224",
    "https://kpu.go.id/pps%252eapk": "SG224",
    "https://kpu.go.id/pps.apk;v=1": "SG224",
    "https://kpu.go.id/unduh?berkas=pps.apk": "SG224",
    "https://kpu.go.id/unduh?berkas=pps.apk&v=1": "SG224",
    "https://kpu.go.id?berkas=pps.apk": "SG224",
    "https://kpu.go.id/surat.pdf.exe": "SG224",
    "https://kpu.go.id/.apk": "SG224",
    "https://kompas.com/undangan.apk": "SG224",
    "http://kpu.go.id/pps.apk": "SG224",
    **{
        f"https://kpu.go.id/a.{ending}": "SG224"
        for ending in "exe scr bat cmd msi js vbs jar apks xapk ps1 hta lnk iso dmg docm".split()
    },
    # --- shorteners
    "https://bit.ly/pemilu": "SG221",
    "https://BIT.LY/pemilu": "SG221",
    "https://www.bit.ly/pemilu": "SG221",
    "https://s.id/pemilu": "SG221",
    "https://tinyurl.com/x": "SG221",
    "https://t.co/x": "SG221",
    "https://maps.app.goo.gl/x": "SG221",
    "https://forms.gle/x": "SG221",
    "http://s.id/pemilu": "SG221",
    # --- sites that are not in the list
    "https://evil.com": "SG221",
    "https://kpu.go.id.evil.com/": "SG221",
    "https://kpu.go.id-evil.com/": "SG221",
    "https://kpugo.id": "SG221",
    "https://evilgo.id": "SG221",
    "https://go.id.me": "SG221",
    "https://kpu.go.com": "SG221",
    "https://kpu-go.id": "SG221",
    "https://kpu.co.id": "SG221",
    "https://notkompas.com": "SG221",
    "https://kompas.com.evil.com": "SG221",
    "https://kompas.co": "SG221",
    "https://blogspot.com/": "SG221",
    "https://lain.blogspot.com/": "SG221",
    "http://evil.com": "SG221",
    # --- not secure
    "http://kpu.go.id": "SG226",
    "HTTP://kpu.go.id/a": "SG226",
    "http://kompas.com": "SG226",
}

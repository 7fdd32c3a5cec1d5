"""Pictures: drawing cards, and preparing what writers put into `gambar/`.

Only this folder knows Pillow, and loads it when there is something to draw or to prepare.
"""

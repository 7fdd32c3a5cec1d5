# For those who expect make; everything is in dev.py.
.PHONY: build check test
build check test:
	python3 dev.py $@

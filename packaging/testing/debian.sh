# For the test scripts: bare_debian SUITE PACKAGES prints the folder of a Debian with PACKAGES (a,b,c),
# made by debootstrap the first time.
bare_debian() {
  local bare mirror
  bare=$PWD/.tools/bare-$1-$(echo "$2" | sha256sum | cut -c1-8)
  if [ ! -e "$bare/.ready" ]; then
    rm -rf --one-file-system "$bare"
    mkdir -p "$bare"
    mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Identifier: Packages' |
      awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }')
    debootstrap --variant=minbase --include="$2" "$1" "$bare" "$mirror" >"$bare.log" 2>&1 ||
      { tail -5 "$bare.log" >&2; return 1; }
    touch "$bare/.ready"
  fi
  echo "$bare"
}

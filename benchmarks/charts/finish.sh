#!/usr/bin/env bash
# finish.sh title: an SVG of gnuplot from input to output, titled, and without what depends on gnuplot: its name, its version and the
# commands that it gives to curves as titles.
set -euo pipefail
TITLE=$1 awk '
    /<desc>/ { next }
    !/^<title>/ { gsub(/<title>[^<]*<\/title>/, "") }
    /^<title>/ { print "<title>" ENVIRON["TITLE"] "</title>"; next }
    { print }'

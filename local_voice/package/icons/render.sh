#!/usr/bin/env bash
# Draws icon_108.png and icon_512.png from icon.svg, by Chromium, and gives it to the simulator's page.
# Run it after a change of the SVG.
set -euo pipefail
cd "$(dirname "$0")"
for size in 108 512; do
  page="<style>html,body{margin:0;background:transparent}img{display:block}</style>"
  page+="<img width=$size height=$size src='data:image/svg+xml;base64,$(base64 -w0 icon.svg)'>"
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --default-background-color=00000000 --window-size="$size,$size" \
    --screenshot="$PWD/icon_$size.png" "data:text/html;base64,$(base64 -w0 <<<"$page")" 2>/dev/null
done
cp icon.svg ../../simulator/page/icon.svg

#!/bin/bash
# Makes a fixture of a version; see README.md.
# CLASS_PATH: the classes and libraries of that version. $1: where the fixture goes, absolute.
set -eu
shop=/tmp/shop
mkdir "$shop" && cp signalbox.yaml mail.env "$shop"
export XDG_STATE_HOME=$shop/state
cd "$shop"
signalbox() { java --enable-native-access=ALL-UNNAMED -cp "$CLASS_PATH" dev.signalbox.Main "$@"; }
serve() {
    java --enable-native-access=ALL-UNNAMED -cp "$CLASS_PATH" dev.signalbox.Main \
        serve --workspace signalbox.yaml --port 0 > line 2>> log &
    engine=$!
    while ! grep -q address line; do kill -0 $engine; sleep 0.1; done
}
op() { signalbox "$@" || true; }

# An engine that is ended by SIGTERM, and stops its services: those stops count as an operator's then.
sed -i 's/^on_exit: .*/on_exit: stop/' signalbox.yaml
serve
op start --wait migrate
op start --wait worker
op start --wait mail
op start --wait orders
for _ in 1 2 3 4; do op restart --wait web; op restart --wait worker; done
op restart --wait web worker mail           # a plan
op start --wait broken                      # fails
op start --wait backup                      # times out
op hold orders
op restart orders
op restart orders                           # is merged
op stop orders
op start orders
op queue orders
op cancel $(signalbox queue --json orders | grep -o '"id" *: *[0-9]*' | tail -1 | grep -o '[0-9]*')
op resume orders
op start --wait orders
op stop --wait cache
op start --wait cache
op start flaky
sleep 4
kill $engine; wait $engine || true

# One that leaves them running.
sed -i 's/^on_exit: .*/on_exit: leave/' signalbox.yaml
serve
op start --wait web
op start --wait migrate
op start --wait worker mail
op start --wait orders
op start --wait cache
op stop --wait cache                        # an operator wants it so
op start flaky                              # a crash loop
sleep 4
for _ in 1 2 3 4 5; do op restart --wait orders; done
kill $engine; wait $engine || true

# And one that is killed.
serve
op restart --wait web
op hold orders
op restart orders
op start slow
sleep 1
signalbox ps || true
signalbox history || true

# What is left is taken in as it lies. The services that live on are brought up anew by the test, so what tells
# their processes is replaced by names for it.
state=$(echo state/signalbox/shop-*)
key=${state##*/}
into=$1
mkdir -p "$into/run" "$into/log" "$into/killed" "$into/closed"
cp signalbox.yaml mail.env "$into"
cp "$state/token" "$state/tokens.json" "$into"
cp "$state"/run/*.json "$state"/run/*.wanted "$into/run"
cp "$state"/run/flaky.* "$state"/run/migrate.* "$into/run"
find "$state/log" -type f -size +0 -exec cp {} "$into/log" \;
sed -i "s/$key/@key@/; s/\"boot\" : \".*\"/\"boot\" : \"@boot@\"/" "$into"/run/*.json "$into"/run/*.pid "$into"/run/*.exit
for service in web worker mail orders; do
    sed -i '/"leader"/,/}/{s/\("pid" : \)[0-9]*/\1@leader.pid@/; s/\("startTicks" : \)[0-9]*/\1@leader.ticks@/}
            /"service"/,/}/{s/\("pid" : \)[0-9]*/\1@service.pid@/; s/\("startTicks" : \)[0-9]*/\1@service.ticks@/}' \
        "$into/run/$service.json"
done
leader=$(sed -n '/"leader"/,/}/s/.*"pid" : \([0-9]*\).*/\1/p' "$state/run/web.json")
tr '\0' '\n' < /proc/$leader/cmdline | sed -n '/^trap/,/^exit/p' > "$into/wrapper.sh"
for file in journal.db journal.db-wal events.db events.db-wal; do
    gzip -n9 < "$state/$file" > "$into/killed/$file.gz"
done
for name in journal events; do
    cp "$state/$name.db" "$state/$name.db-wal" .
    sqlite3 $name.db 'PRAGMA wal_checkpoint(TRUNCATE)'
    gzip -n9 < $name.db > "$into/closed/$name.db.gz"
done

# End what lives on.
for process in /proc/[0-9]*; do
    if { tr '\0' '\n' < $process/environ; } 2> /dev/null | grep -q "^SIGNALBOX_RUN=$key:"; then
        kill -9 ${process#/proc/}
    fi
done
rm -r "$shop"

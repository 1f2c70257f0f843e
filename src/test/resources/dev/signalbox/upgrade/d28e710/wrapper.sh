trap : HUP INT QUIT TERM USR1 USR2
exec 3>&2 2>/dev/null
(exec /bin/sh -c 'echo "$SIGNALBOX_RUN $$" > "$1" || exit; shift 2; exec "$@"' sh "$@" 2>&3 3>&-)
set -- "$?" "$@"
echo "$SIGNALBOX_RUN $1" > "$3"
exit "$1"

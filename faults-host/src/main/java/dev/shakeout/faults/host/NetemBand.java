package dev.shakeout.faults.host;

import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One delay on an interface, beside others of ours.
 *
 * <pre>
 *   root 5ca0: prio ─┬─ band 1: everything else
 *                    ├─ band 2: netem HANDLE: ◀── filters with preference HANDLE (IPv4) and HANDLE+1 (IPv6)
 *                    └─ …      netem of another injection
 * </pre>
 *
 * The band is the first free one when the step is taken; the way back finds it by the handle, which no other injection
 * has. Who leaves last takes the root away.
 *
 * @param handle four hexadecimal digits
 */
record NetemBand(String handle, String latency, String jitter) {
    /** The handle of our prio qdisc, so that we know it again. */
    static final String ROOT = "5ca0";

    static final String TRIAL = """
            PATH=$PATH:/usr/sbin:/sbin
            tc qdisc add dev lo root handle 1: prio &&
            tc qdisc add dev lo parent 1:2 handle 2: netem delay 1ms &&
            tc filter add dev lo parent 1: protocol ip pref 1 u32 match ip dport 1 0xffff flowid 1:2""";

    private static final String ADD = """
            dev=$1 handle=$2 latency=$3 jitter=$4
            shift 4
            ours() { tc qdisc show dev "$dev" | grep -q '^qdisc prio 5ca0: root'; }
            said=$(tc qdisc add dev "$dev" root handle 5ca0: prio bands 16 \\
                priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2>&1) || ours || { echo "$said" >&2; exit 1; }
            band=
            for free in 2 3 4 5 6 7 8 9 a b c d e f 10; do
              if said=$(tc qdisc add dev "$dev" parent "5ca0:$free" handle "$handle:" \\
                  netem delay "$latency" "$jitter" limit 20000 2>&1); then
                band=$free
                break
              fi
            done
            [ -n "$band" ] || { echo "no free band on $dev: $said" >&2; exit 1; }
            while [ $# -gt 0 ]; do
              case $1 in
                ip) header=ip pref=$((0x$handle)) ;;
                *) header=ip6 pref=$((0x$handle + 1)) ;;
              esac
              protocol=$1 end=$2 port=$3 address=$4
              shift 4
              words="match $header protocol 6 0xff match $header ${end%??}port $port 0xffff"
              [ "$address" = any ] || words="$words match $header $end $address"
              tc filter add dev "$dev" parent 5ca0: protocol "$protocol" pref "$pref" u32 $words flowid "5ca0:$band" || exit 1
            done""";

    private static final String REMOVE = """
            dev=$1 handle=$2
            tc qdisc show dev "$dev" 2>/dev/null | grep -q '^qdisc prio 5ca0: root' || exit 0
            for pref in $((0x$handle)) $((0x$handle + 1)); do
              tc filter del dev "$dev" parent 5ca0: pref "$pref" 2>/dev/null
              [ -z "$(tc filter show dev "$dev" parent 5ca0: pref "$pref" 2>/dev/null)" ] || exit 1
            done
            parent=$(tc qdisc show dev "$dev" | sed -n "s/^qdisc netem $handle: parent \\(5ca0:[0-9a-f]*\\) .*/\\1/p")
            [ -z "$parent" ] || tc qdisc del dev "$dev" parent "$parent" handle "$handle:" || exit 1
            tc qdisc show dev "$dev" | grep -q '^qdisc netem .* parent 5ca0:' ||
              tc qdisc del dev "$dev" root handle 5ca0:""";

    /**
     * What is delayed.
     *
     * @param protocol ip or ipv6
     * @param towards whether the address and port are those the packet goes to, or those it comes from
     * @param address of the listener, or any
     */
    record Filter(String protocol, boolean towards, int port, String address) {}

    /** Even, so that the next number is free for IPv6, and never the root's own. */
    static String handle(Token token) {
        int number = 0x1000 + token.number() % 0x2000 * 2;
        return Integer.toHexString(number);
    }

    Step step(String device, List<Filter> filters, NetNamespace namespace) {
        var arguments = new ArrayList<>(List.of(device, handle, latency, jitter));
        for (Filter filter : filters) {
            arguments.addAll(List.of(
                    filter.protocol(),
                    filter.towards() ? "dst" : "src",
                    Integer.toString(filter.port()),
                    filter.address()));
        }
        return Step.command(
                "delay packets on interface " + device + " by " + latency,
                namespace.shell(ADD, arguments),
                namespace.inverse(REMOVE, List.of(device, handle)));
    }
}

package dev.shakeout.faults.container;

import dev.shakeout.engine.Asked;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shell that asks a container engine to change something, with whatever this host has that can speak on its socket. */
final class EngineCall {
    /** Of these one is enough. */
    private static final List<String> SPEAKERS = List.of("curl", "socat", "python3");

    /** How long an engine may be at something, if it is not what the container itself takes long for. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /**
     * $1 is the socket; what follows it are the arguments of the script behind this. call sets status and answer; so does ask,
     * for what takes as long as the container likes, and whose inverse knows what the engine may still be at.
     */
    private static final String CALL = """
            socket=$1
            shift
            speak() { # METHOD PATH BODY
              if command -v curl >/dev/null 2>&1; then
                printf '%s' "$3" | curl -s -i -0 --max-time 90 --unix-socket "$socket" -X "$1" \\
                  -H 'Content-Type: application/json' --data-binary @- "http://engine$2"
              else
                request() {
                  printf '%s %s HTTP/1.0\\r\\nHost: engine\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\n\\r\\n%s' \\
                    "$1" "$2" "$(printf '%s' "$3" | wc -c)" "$3"
                }
                if command -v socat >/dev/null 2>&1; then
                  request "$@" | socat -t 90 - "UNIX-CONNECT:$socket"
                else
                  request "$@" | python3 -c '
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(90)
            s.connect(sys.argv[1])
            s.sendall(sys.stdin.buffer.read())
            for part in iter(lambda: s.recv(65536), b""):
                sys.stdout.buffer.write(part)' "$socket"
                fi
              fi
            }
            ask() { # METHOD PATH [BODY]
              answer=$(speak "$1" "$2" "${3-}") || { echo "the container engine at $socket cannot be asked" >&2; exit 1; }
              status=${answer#HTTP/1.? }
              status=${status%"${status#???}"}
            }
            call() { # METHOD PATH [BODY]
              asking
              ask "$@"
              answered
            }
            refused() { # WHAT
              echo "the container engine does not $1: $(printf '%s' "$answer" | tail -n 1)" >&2
              exit 1
            }
            """;

    private EngineCall() {}

    /** What is missing to speak with an engine by a shell. */
    static Optional<String> missing(Machine machine) {
        return SPEAKERS.stream().anyMatch(tool -> machine.tool(tool).isPresent())
                ? Optional.empty()
                : Optional.of("none of " + String.join(", ", SPEAKERS) + " is installed, one of which asks the engine");
    }

    /** A change that an inverse takes back: the script with call, ask and refused before it; its arguments begin at $1. */
    static List<String> command(ContainerEngine engine, String script, List<String> arguments) {
        return of(Asked.within(LONGEST) + CALL + script, engine, arguments).argv();
    }

    /** What an engine changes survives a restart of the host, and so does its inverse. */
    static Inverse inverse(ContainerEngine engine, String script, List<String> arguments) {
        return of(Asked.unnoted() + CALL + script, engine, arguments).lasting();
    }

    private static Inverse of(String script, ContainerEngine engine, List<String> arguments) {
        var all = new ArrayList<>(List.of(engine.socket().toString()));
        all.addAll(arguments);
        return new Inverse(script, all);
    }
}

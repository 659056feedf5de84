package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Gives the device below a file system another table, so that its requests are slow or fail. Nothing is mounted or
 * unmounted, and files that are open already are met too.
 *
 * <pre>
 *   file system ── device of the device mapper: linear ──▶ disk
 *                                               delay, error instead
 * </pre>
 *
 * @param module of the kernel that knows such a table
 * @param refusal what of the arguments a device cannot do, or why this one must not
 * @param load on the device
 * @param words for the step: requests "take 200 ms longer"
 */
record MapperRung(
        String module,
        Refusal refusal,
        Function<Arguments, Load> load,
        Function<Arguments, String> words,
        BiFunction<DeviceUse, Arguments, Effect> effect)
        implements Rung {
    private static final Parameter<String> PATH = DiskDelay.PATH;
    private static final List<String> REQUESTS = List.of("read", "write", "sync");

    /** What cannot be had of a device, if anything. */
    interface Refusal {
        Optional<String> of(Arguments arguments, boolean readOnly);
    }

    /**
     * $1 the device, $2 its number, $3 the beginning of the notes of all who do this to it, $4 our token, $5 what we do (see
     * {@link Load}), $6 the table without anybody. Of two who change it at once the second must see what the first has done.
     * A note is what its injection does, and then the table without anybody.
     */
    private static final String TABLES = """
            PATH=$PATH:/usr/sbin:/sbin
            device=$1 folder=/sys/dev/block/$2/dm notes=$3 token=$4 plain=$6
            live() { dmsetup table "$@" "$device" | sed 's/ *$//'; }
            put() { printf '%s\\n' "$1" | dmsetup load "$device" && dmsetup resume --nolockfs "$device"; }
            alone() {
              if command -v flock >/dev/null 2>&1; then
                exec 9<"$folder" && flock -w 20 9 || { echo "somebody else is changing $device for too long" >&2; exit 1; }
              fi
            }
            table() { # TOKEN...: the table with all notes but those
              reads=0 writes=0 syncs=0 errors=0
              for each in "$notes"*; do
                [ -s "$each" ] || continue
                case " $* " in *" ${each#"$notes"} "*) continue ;; esac
                read -r r w s e <"$each"
                reads=$((reads + r)) writes=$((writes + w)) syncs=$((syncs + s)) errors=$((errors + e))
              done
              if [ $errors != 0 ]; then
                echo "0 $(cat "$folder/../size") error"
              elif [ $((reads + writes + syncs)) = 0 ]; then
                printf '%s\\n' "$plain"
              else
                printf '%s\\n' "$plain" | while read -r from size kind disk at; do
                  echo "$from $size delay $disk $at $reads $disk $at $writes $disk $at $syncs"
                done
              fi
            }
            known() { # TABLE: whether it is ours; sets $off to the note of one that was cut off, if that is not in it
              off=
              [ "$1" != "$(table)" ] || return 0
              for off in "$token" $(for each in "$notes"*; do echo "${each#"$notes"}"; done); do
                [ "$1" != "$(table "$off")" ] || return 0
              done
              return 1
            }
            """;

    /**
     * Whoever watches for new devices (udev) looks at the first and last blocks of one whose table is new, to learn what is
     * on it: they are in memory then.
     */
    private static final String CHANGE = TABLES + """
            alone
            if ! known "$(live)"; then
              echo "the table of $device has been changed by somebody else; let that end first" >&2
              exit 1
            fi
            size=$(($(cat "$folder/../size") / 2048))
            for from in 0 $((size > 4 ? size - 4 : 0)); do
              dd "if=$device" of=/dev/null bs=1M skip=$from count=5 2>/dev/null
            done
            printf '%s\\n' "$5" "$plain" >"$notes$token" && put "$(table $off)\"""";

    /** A table that is neither with ours nor without is somebody else's, who has taken ours away. */
    private static final String RESTORE = TABLES + """
            [ -e "$folder/name" ] && [ "/dev/mapper/$(cat "$folder/name")" = "$device" ] || {
              rm -f "$notes$token"
              exit 0
            }
            alone
            [ -e "$notes$token" ] || exit 0
            ! known "$(live --inactive)" || dmsetup clear "$device"
            if known "$(live)" && [ "$off" != "$token" ]; then
              without=$(table $off "$token")
              put "$without" && [ "$(live)" = "$without" ] || exit 1
            fi
            rm -f "$notes$token\"""";

    /**
     * What one injection does to the requests to a device: milliseconds by which each kind is slower.
     *
     * @param error whether all of them fail
     */
    record Load(long read, long write, long sync, boolean error) {
        /** For a note. */
        String words() {
            return read + " " + write + " " + sync + " " + (error ? 1 : 0);
        }
    }

    @Override
    public String name() {
        return "kernel (device mapper)";
    }

    @Override
    public String needs() {
        return "root, dmsetup, the module " + module
                + ", and a path where a file system on a device of the device mapper is"
                + " mounted, such as a volume of LVM";
    }

    @Override
    public String inverse() {
        return "the device gets the table that it has without it";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!machine.isRoot()) {
            return Optional.of("not root");
        }
        if (machine.tool("dmsetup").isEmpty()) {
            return Optional.of("dmsetup is not installed (Debian: dmsetup)");
        }
        return machine.fact("device-mapper:" + module, () -> {
            var targets = MappedDevice.dmsetup(machine, "targets");
            if (!targets.ok()) {
                return Optional.<String>of("the kernel has no device mapper (module dm-mod)");
            }
            String kind = module.substring(module.indexOf('-') + 1) + " ";
            boolean known = module.equals("dm-mod") || targets.output().lines().anyMatch(line -> line.startsWith(kind));
            return known || loadable(machine)
                    ? Optional.<String>empty()
                    : Optional.of("the kernel has no module " + module);
        });
    }

    private boolean loadable(Machine machine) {
        return machine.tool("modprobe")
                .filter(modprobe -> machine.processes()
                        .run(List.of(modprobe.toString(), "-q", "-n", module))
                        .ok())
                .isPresent();
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        var place = MountPlace.of(arguments.get(PATH), target, machine);
        return place.unusable().or(() -> unknown(arguments)).or(() -> {
            if (!place.namespace().isEmpty()) {
                return Optional.of(target + " has mounts of its own, and others would suffer too");
            }
            Optional<MappedDevice> device = MappedDevice.below(place);
            return device.isEmpty()
                    ? Optional.of(
                            place.path() + " does not lie on a device of the device mapper, such as a volume of LVM")
                    : device.get()
                            .unfit(place)
                            .or(() -> refusal.of(arguments, device.get().readOnly(place)));
        });
    }

    private static Optional<String> unknown(Arguments arguments) {
        List<String> beyond = arguments.get(FileCalls.OPERATIONS).names().stream()
                .filter(name -> !REQUESTS.contains(name))
                .toList();
        if (!beyond.isEmpty()) {
            return Optional.of("a device knows read, write and sync, and no " + String.join(", ", beyond));
        }
        Percent share = arguments.get(FileCalls.PERCENT);
        return share.value() == 100 ? Optional.empty() : Optional.of("it happens to all requests, not to " + share);
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        var place = MountPlace.of(arguments.get(PATH), target, machine);
        MappedDevice device = MappedDevice.below(place)
                .orElseThrow(() -> new IllegalStateException("no mapped device is below " + place.path()));
        var token = Token.fresh();
        List<String> both = List.of(
                device.file().toString(),
                device.number(),
                device.notes(machine),
                token.text(),
                load.apply(arguments).words(),
                device.table());
        var step = Step.command(
                "give device " + device.name() + " below " + place.path() + " a table with which requests to "
                        + arguments.get(FileCalls.OPERATIONS) + " " + words.apply(arguments),
                new Inverse(CHANGE, both).argv(),
                new Inverse(RESTORE, both));
        var use = new DeviceUse(device, place, token, arguments.get(FileCalls.OPERATIONS), machine);
        return new Prepared(
                List.of(step),
                effect.apply(use, arguments),
                List.of(
                        "everything on the file system at " + place.path()
                                + " is met, whoever uses it, files that are open" + " already too",
                        "it is requests to the device that are met: what the kernel has in memory is read as fast as ever,"
                                + " and what is written waits only where somebody waits for it, as in fsync"));
    }
}

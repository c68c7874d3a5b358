package udpchat.cli.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import udpchat.ChatPeer;
import udpchat.cli.bench.Bench;
import udpchat.cli.bench.DistantPeer;
import udpchat.cli.bench.StoreBench;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.JsonLine;
import udpchat.cli.render.SafeText;
import udpchat.cli.slash.Target;
import udpchat.model.Contact;
import udpchat.model.PeerKey;

/** {@code udpchat bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Measure messages a second, latency and loss.",
            "",
            "Examples:",
            "  udpchat bench",
            "  udpchat bench --json --seconds 30",
            "  udpchat bench bob",
            "",
            "Without PEER it measures on loopback: bare Netty datagrams, two peers that talk",
            "plain text and two that talk by a session, all in this process and in turn. What",
            "counts is what was received. With PEER it sends messages there, which that program",
            "shows as any others: let it be 'udpchat listen'. What counts is what was delivered.",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

    private static final int MIN_BYTES = 10;
    private static final int MAX_BYTES = 1024;

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PEER", description = "With whom; without, on loopback.")
    private String with;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "100",
            converter = WholeNumber.Small.class,
            description = "Text in a message, 10 to 1024. Default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            converter = WholeNumber.Small.class,
            description = "Measure for so long, after a warm-up, 1 to 3600. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumber.Small.class,
            description = "Messages a second where latency is measured, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--store",
            description = "Two peers with message stores, beside two without: what a disk costs. On loopback.")
    private boolean store;

    @Override
    public Integer call() throws IOException {
        check("--size", bytes, MIN_BYTES, MAX_BYTES);
        check("--seconds", seconds, 1, 3600);
        check("--rate", rate, 1, 10_000);
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Consumer<String> progress = text -> {
            if (!sink.json()) {
                sink.tell(sink.renderer().notice(text, launch.clock().instant()));
            }
        };
        if (store) {
            SqliteLibrary.useShipped();
            StoreBench.Result result = new StoreBench(bytes, seconds).run(progress);
            sink.show(sink.json() ? json(result) : text(result));
            return ExitCode.DONE;
        }
        return with == null ? loopback(sink, progress) : distant(launch, sink, progress);
    }

    private int loopback(Sink sink, Consumer<String> progress) {
        Bench.Result result = new Bench(bytes, seconds, rate).run(progress);
        if (sink.json()) {
            sink.show(json(result));
            return ExitCode.DONE;
        }
        sink.show(String.join(
                System.lineSeparator(),
                String.format(
                        Locale.ROOT,
                        "baseline  %,9.0f msgs/s  bare Netty datagrams of %d bytes",
                        result.baseline(),
                        result.bytes()),
                line("plain", result.plain(), result.baseline(), "baseline"),
                line("secure", result.secure(), result.plain().perSecond(), "plain"),
                String.format(
                        Locale.ROOT,
                        "session   ping %d us; first word of a new peer delivered in %d us",
                        result.roundTripNanos() / 1000,
                        result.firstNanos() / 1000)));
        return ExitCode.DONE;
    }

    private String text(StoreBench.Result result) {
        return String.format(
                Locale.ROOT,
                "in memory %,9.0f msgs/s  a lone message delivered in %d us%n"
                        + "stored    %,9.0f msgs/s  a lone message delivered in %d us, a sync of this disk %d us; lost %d",
                result.inMemory(),
                result.inMemoryNanos() / 1000,
                result.stored(),
                result.storedNanos() / 1000,
                result.syncNanos() / 1000,
                result.lost());
    }

    private String json(StoreBench.Result result) {
        return new JsonLine()
                .put("v", 1)
                .put("event", "bench")
                .put("message_bytes", bytes)
                .begin("in_memory")
                .put("msgs_per_s", Math.round(result.inMemory()))
                .put("delivered_us", result.inMemoryNanos() / 1000)
                .end()
                .begin("stored")
                .put("msgs_per_s", Math.round(result.stored()))
                .put("delivered_us", result.storedNanos() / 1000)
                .put("sync_us", result.syncNanos() / 1000)
                .put("lost", result.lost())
                .end()
                .toString();
    }

    private String line(String name, Bench.Peers peers, double other, String otherName) {
        return String.format(
                Locale.ROOT,
                "%-8s  %,9.0f msgs/s  %.2f of %s; one way at %d msgs/s p50 %d us, p99 %d us; lost %d",
                name,
                peers.perSecond(),
                peers.perSecond() / other,
                otherName,
                rate,
                peers.p50Nanos() / 1000,
                peers.p99Nanos() / 1000,
                peers.lost());
    }

    private int distant(Launch launch, Sink sink, Consumer<String> progress) throws IOException {
        try (Profile profile = launch.takeOrLook();
                ChatPeer peer = launch.oneShot(profile).deliveryEvents(false).start()) {
            Target target = Target.find(peer, with);
            DistantPeer.Result result =
                    new DistantPeer(peer, target.destination(), "x".repeat(bytes)).run(seconds, rate, progress);
            Contact contact = peer.contact(target.destination());
            sink.show(
                    sink.json()
                            ? json(contact, result)
                            : String.format(
                                    Locale.ROOT,
                                    "%s  %,.0f msgs/s delivered; to the receipt at %d msgs/s p50 %d us, p99 %d us; ping %d us",
                                    SafeText.line(contact.displayName()),
                                    result.perSecond(),
                                    rate,
                                    result.p50Nanos() / 1000,
                                    result.p99Nanos() / 1000,
                                    result.roundTripNanos() / 1000));
            return ExitCode.DONE;
        } catch (DistantPeer.Undelivered e) {
            root.program().report(e.reason().name().toLowerCase(Locale.ROOT), with + ": " + e.getMessage(), root.json);
            return ExitCode.of(Set.of(e.reason()));
        }
    }

    private static String json(Bench.Result result) {
        return new JsonLine()
                .put("v", 1)
                .put("event", "bench")
                .put("message_bytes", result.bytes())
                .begin("baseline")
                .put("msgs_per_s", Math.round(result.baseline()))
                .end()
                .begin("plain")
                .put("msgs_per_s", Math.round(result.plain().perSecond()))
                .put("p50_us", result.plain().p50Nanos() / 1000)
                .put("p99_us", result.plain().p99Nanos() / 1000)
                .put("lost", result.plain().lost())
                .end()
                .begin("secure")
                .put("msgs_per_s", Math.round(result.secure().perSecond()))
                .put("p50_us", result.secure().p50Nanos() / 1000)
                .put("p99_us", result.secure().p99Nanos() / 1000)
                .put("rtt_us", result.roundTripNanos() / 1000)
                .put("first_us", result.firstNanos() / 1000)
                .put("lost", result.secure().lost())
                .end()
                .toString();
    }

    private String json(Contact contact, DistantPeer.Result result) {
        return new JsonLine()
                .put("v", 1)
                .put("event", "bench")
                .put("message_bytes", bytes)
                .put("key", contact.key().map(PeerKey::text).orElse(null))
                .begin("secure")
                .put("msgs_per_s", Math.round(result.perSecond()))
                .put("p50_us", result.p50Nanos() / 1000)
                .put("p99_us", result.p99Nanos() / 1000)
                .put("rtt_us", result.roundTripNanos() / 1000)
                .end()
                .toString();
    }

    private void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": from " + min + " to " + max);
        }
    }
}

package udpchat.cli.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import udpchat.cli.bench.Bench;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.JsonLine;

/** {@code udpchat bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Measure messages a second, latency and loss on loopback.",
            "",
            "Examples:",
            "  udpchat bench",
            "  udpchat bench --json --seconds 30",
            "",
            "Bare Netty datagrams of the same size are measured in the same run, in turn with",
            "two peers in this process. What counts is what was received.",
            ""
        },
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

    private static final int MIN_BYTES = 10;
    private static final int MAX_BYTES = 1024;

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

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

    @Override
    public Integer call() {
        check("--size", bytes, MIN_BYTES, MAX_BYTES);
        check("--seconds", seconds, 1, 3600);
        check("--rate", rate, 1, 10_000);
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        Bench.Result result = new Bench(bytes, seconds, rate).run(text -> {
            if (!sink.json()) {
                sink.tell(sink.renderer().notice(text, launch.clock().instant()));
            }
        });
        if (sink.json()) {
            sink.show(json(result));
        } else {
            sink.show(String.format(
                    Locale.ROOT,
                    "baseline  %,9.0f msgs/s  bare Netty datagrams of %d bytes%n"
                            + "plain     %,9.0f msgs/s  %.2f of the baseline%n"
                            + "latency   p50 %d us, p99 %d us one way at %d msgs/s%n"
                            + "lost      %d",
                    result.baseline(),
                    result.bytes(),
                    result.plain(),
                    result.plain() / result.baseline(),
                    result.p50Nanos() / 1000,
                    result.p99Nanos() / 1000,
                    result.rate(),
                    result.lost()));
        }
        return ExitCode.DONE;
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
                .put("msgs_per_s", Math.round(result.plain()))
                .put("p50_us", result.p50Nanos() / 1000)
                .put("p99_us", result.p99Nanos() / 1000)
                .put("lost", result.lost())
                .end()
                .toString();
    }

    private void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": from " + min + " to " + max);
        }
    }
}

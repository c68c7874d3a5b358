package udpchat.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import udpchat.cli.pipe.Sink;

/** {@code udpchat id}. */
@Command(
        name = "id",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {"Show your own name and profile.", "", "Examples:", "  udpchat id --json", ""},
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n")
final class IdCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Override
    public Integer call() {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        sink.show(sink.renderer().id(launch.nick(), launch.profile().name()));
        return ExitCode.DONE;
    }
}

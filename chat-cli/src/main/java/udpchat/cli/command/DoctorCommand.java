package udpchat.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import udpchat.ChatPeer;
import udpchat.cli.config.Profile;
import udpchat.cli.doctor.Diagnosis;
import udpchat.cli.doctor.Doctor;
import udpchat.cli.pipe.Sink;
import udpchat.cli.slash.Target;

/** {@code udpchat doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Find out why somebody is not seen.",
            "",
            "Examples:",
            "  udpchat doctor",
            "  udpchat doctor bob",
            "  udpchat doctor 192.168.1.9 --json",
            "",
            "Without PEER it looks at each network of this machine: whether what is said to all goes",
            "out and comes back, and who answers. With PEER it measures the way there: loss in both",
            "directions, round trip, the largest packet that arrives, a NAT; or why nobody answers.",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 healthy, 1 not, 2 usage, 5 cannot bind, 6 unknown peer."})
final class DoctorCommand implements Callable<Integer> {

    /** How long somebody who is known by a name alone may take to be found. */
    private static final Duration FOUND = Duration.ofSeconds(3);

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PEER", description = "The way to whom; without, the networks here.")
    private String with;

    @Override
    public Integer call() throws IOException {
        Launch launch = new Launch(root);
        Sink sink = launch.sink();
        if (root.raw) {
            throw new ParameterException(
                    spec.commandLine(), "--raw: then nothing goes out but what is typed, so there is nothing to try");
        }
        if (with == null) {
            return show(sink, Doctor.machine());
        }
        Lookout lookout = new Lookout();
        boolean name = Lookout.isName(with);
        try (Profile profile = launch.takeOrLook();
                ChatPeer peer = launch.oneShot(profile, name)
                        .deliveryEvents(false)
                        .listener(event -> lookout.changed())
                        .start()) {
            if (name) {
                lookout.await(peer, with, FOUND);
            }
            return show(sink, Doctor.peer(peer, Target.find(peer, with).destination()));
        }
    }

    private static int show(Sink sink, Diagnosis diagnosis) {
        sink.show(sink.renderer().diagnosis(diagnosis));
        return diagnosis.isHealthy() ? ExitCode.DONE : ExitCode.FAILURE;
    }
}

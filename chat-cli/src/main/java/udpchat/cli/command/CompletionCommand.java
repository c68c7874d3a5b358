package udpchat.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code udpchat completion SHELL}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Print a completion script for bash or zsh.",
            "",
            "Examples:",
            "  source <(udpchat completion bash)",
            "  udpchat completion zsh > ~/.udpchat-completion && source ~/.udpchat-completion",
            ""
        },
        synopsisHeading = "Usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class CompletionCommand implements Callable<Integer> {

    @ParentCommand
    private UdpChat root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh; zsh loads the same script by its bashcompinit.")
    private String shell;

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new ParameterException(spec.commandLine(), "'" + shell + "': there is completion for bash and zsh");
        }
        CommandLine program = spec.commandLine().getParent();
        root.program()
                .stdio()
                .out(AutoComplete.bash(program.getCommandName(), program).strip());
        return ExitCode.DONE;
    }
}

package udpchat.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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

    @Parameters(
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "bash or zsh; zsh loads the same script by its bashcompinit.")
    private String shell;

    @Override
    public Integer call() {
        if (!new Shells().contains(shell)) {
            throw new ParameterException(spec.commandLine(), "'" + shell + "': there is completion for bash and zsh");
        }
        CommandLine program = spec.commandLine().getParent();
        repeatedFlagsAreFlags(program);
        program.getSubcommands().values().forEach(CompletionCommand::repeatedFlagsAreFlags);
        root.program()
                .stdio()
                .out(AutoComplete.bash(program.getCommandName(), program).strip());
        return ExitCode.DONE;
    }

    /** What may be given several times, as {@code -v}, would be completed as if a value followed. */
    private static void repeatedFlagsAreFlags(CommandLine command) {
        CommandSpec model = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(model.options())) {
            if (option.arity().max() == 0 && option.isMultiValue()) {
                model.remove(option);
                model.addOption(
                        OptionSpec.builder(option.names()).type(boolean.class).build());
            }
        }
    }

    /** The shells that there is completion for. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Shells() {
            super(List.of("bash", "zsh"));
        }
    }
}

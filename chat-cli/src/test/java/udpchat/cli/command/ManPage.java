package udpchat.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;
import udpchat.cli.slash.Argument;
import udpchat.cli.slash.CommandInfo;
import udpchat.cli.slash.CommandTable;

/**
 * Writes udpchat(1) from what the program itself goes by: the options and commands from their annotations, the commands
 * of the console from their table, exit codes and files from the tables of the pages in docs.
 */
final class ManPage {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`?[^|`]+`?) \\| (.+) \\|$");

    /** What the program and its launchers read of the environment, beside the options. */
    static final Map<String, String> ENVIRONMENT = environment();

    private final Mdoc page = new Mdoc();
    private final CommandLine program = Programs.commandLine();

    private ManPage() {}

    private static Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JAVA_HOME", "The Java that runs the program, 17 or newer; without it, the one in PATH.");
        variables.put(
                "LANG",
                "Where LC_ALL, LC_CTYPE and LANG say C, POSIX or nothing, the program runs in C.UTF-8: it reads and"
                        + " writes UTF-8 in any locale.");
        variables.put("LC_ALL", "See LANG.");
        variables.put("LC_CTYPE", "See LANG.");
        variables.put("LOCALAPPDATA", "On Windows, the folder of configuration and state.");
        variables.put("NO_COLOR", "If set and not empty, no colour; --color always turns it on again.");
        variables.put("PATH", "Where java is looked for, and by doctor the tool of a firewall.");
        variables.put("TERM", "Where it is dumb, unknown or not set, the console is as with --plain.");
        variables.put("UDPCHAT_OPTS", "Further options for the Java virtual machine, split at blanks.");
        variables.put("XDG_CONFIG_HOME", "Replaces ~/.config, if it is an absolute path.");
        variables.put("XDG_STATE_HOME", "Replaces ~/.local/state, if it is an absolute path.");
        return variables;
    }

    /**
     * The whole page.
     *
     * @param date as in {@code November 28, 2026}
     */
    static String text(String date) throws IOException {
        return new ManPage().write(date);
    }

    private String write(String date) throws IOException {
        page.comment("Made from the program's own tables: a test says how, and fails when this is stale.");
        page.macro("Dd " + date).macro("Dt UDPCHAT 1").macro("Os");
        page.macro("Sh NAME").macro("Nm udpchat").macro("Nd chat over UDP, without a server or an account");
        page.macro("Sh SYNOPSIS");
        page.macro("Nm").macro("Op Ar OPTION ...").macro("Op Ar PEER ...");
        page.macro("Nm").macro("Op Ar OPTION ...").macro("Ar COMMAND ...");
        description();
        options();
        commands();
        consoleCommands();
        environmentAndFiles();
        exitStatus();
        page.macro("Sh EXAMPLES").paragraphs(examples(program.getCommandSpec()));
        page.macro("Sh SEE ALSO").macro("Xr nc 1 ,").macro("Xr socat 1");
        return page.toString();
    }

    private void description() {
        page.macro("Sh DESCRIPTION").macro("Nm");
        page.text(
                "is one peer of a chat over UDP. Two of them talk encrypted, and each knows what the other one has got. It"
                        + " also talks plain text with whatever sends UTF-8 in datagrams, such as");
        page.macro("Xr nc 1 .").macro("Pp");
        page.text("In a terminal it opens a console. A line that is typed goes to the first PEER, and what arrives is"
                + " shown above the line. A line that begins with a slash is a command of the console.");
        page.macro("Pp");
        page.text("Where standard input or output is no terminal, or with --json, each line of the input is a message"
                + " or a command of the console, and each message that arrives is one line of the output. At the end"
                + " of the input it waits for what is under way, and leaves.");
        page.macro("Pp");
        page.text("Messages go to standard output, notices and errors to standard error, one line each. With --json"
                + " everything goes to standard output, one object a line.");
        page.macro("Pp").text("A PEER is one of these:");
        PositionalParamSpec peer =
                program.getCommandSpec().positionalParameters().get(0);
        page.text(text(peer));
    }

    private void options() {
        page.macro("Sh OPTIONS");
        String before = program.getCommandSpec().options().stream()
                .filter(option -> CommandLines.isConfigurable(option) && option.scopeType() != ScopeType.INHERIT)
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(" and "));
        page.text("They stand before a command or, all but " + before + ", behind it, and every command takes them;"
                + " where one has nothing to do it does nothing. The argument -- ends the options.");
        list(program.getCommandSpec().options());
    }

    private void commands() {
        page.macro("Sh COMMANDS");
        page.text("Each has its own --help. Any other word is a PEER.");
        program.getSubcommands().forEach((name, line) -> {
            CommandSpec spec = line.getCommandSpec();
            page.macro("Ss " + name);
            page.macro("Nm").macro("Cm " + name);
            List<OptionSpec> own = spec.options().stream()
                    .filter(option -> !option.inherited() && CommandLines.isConfigurable(option))
                    .toList();
            page.macro("Op Ar OPTION ...");
            spec.positionalParameters().forEach(each -> page.macro(synopsis(each)));
            page.paragraphs(withoutExamples(spec));
            list(Stream.concat(spec.positionalParameters().stream(), own.stream())
                    .toList());
            page.paragraphs(Arrays.asList(spec.usageMessage().footer()));
            page.macro("Pp").text("Examples:").paragraphs(examples(spec));
        });
    }

    private void consoleCommands() {
        page.macro("Sh COMMANDS OF THE CONSOLE");
        page.text("Any other line is a message; // begins one with a slash.");
        page.macro("Bl -tag -width Ds");
        for (CommandInfo info : CommandTable.ALL) {
            String arguments = info.arguments().stream().map(ManPage::synopsis).collect(Collectors.joining(" "));
            page.macro(("It Ic /" + info.name() + " " + arguments).strip());
            String aliases = info.aliases().stream().map(alias -> "/" + alias).collect(Collectors.joining(", "));
            page.text(capitalized(info.summary()) + (aliases.isEmpty() ? "." : ". Also " + aliases + "."));
        }
        page.macro("El");
    }

    private void environmentAndFiles() throws IOException {
        page.macro("Sh ENVIRONMENT");
        page.text("The command line goes before the environment, and that before the configuration. Each option has a"
                + " variable, which holds its value, or true for an option that has none:");
        List<String> variables = optionVariables();
        for (int i = 0; i < variables.size(); i++) {
            page.macro("Ev " + variables.get(i) + (i + 1 < variables.size() ? " ," : " ."));
        }
        page.macro("Bl -tag -width Ds");
        ENVIRONMENT.forEach((name, what) -> page.macro("It Ev " + name).text(what));
        page.macro("El");
        page.macro("Sh FILES").macro("Bl -tag -width Ds");
        files().forEach((name, what) -> page.macro("It Pa " + Mdoc.word(name)).text(capitalized(what) + "."));
        page.macro("El").macro("Pp");
        page.text("In config.properties an option is written without its dashes, nick = carol, and one of a command"
                + " with the command's name before it, send.timeout = 3s.");
    }

    private void exitStatus() throws IOException {
        page.macro("Sh EXIT STATUS").macro("Bl -tag -width Ds");
        exitCodes().forEach((code, what) -> page.macro("It " + Mdoc.word(code)).text(capitalized(what) + "."));
        page.macro("El");
    }

    /** What the environment calls each option. */
    List<String> optionVariables() {
        return Programs.allCommands(program)
                .flatMap(line -> line.getCommandSpec().options().stream())
                .filter(option -> !option.inherited() && CommandLines.isConfigurable(option))
                .map(option -> Defaults.variable(CommandLines.key(option)))
                .toList();
    }

    /** The files that docs/guide.md lists. */
    static Map<String, String> files() throws IOException {
        return table(Files.readString(DOCS.resolve("guide.md")), "| file | holds |");
    }

    /** The exit codes that docs/scripting.md lists. */
    static Map<String, String> exitCodes() throws IOException {
        return table(Files.readString(DOCS.resolve("scripting.md")), "| code | means |");
    }

    /** The two columns of the table that has this head. */
    private static Map<String, String> table(String markdown, String head) {
        int from = markdown.indexOf(head);
        String rest = markdown.substring(from, markdown.indexOf("\n\n", from));
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(rest.substring(rest.indexOf("|---")));
        while (row.find()) {
            rows.put(row.group(1).replace("`", ""), row.group(2).replace("`", ""));
        }
        return rows;
    }

    private void list(List<? extends ArgSpec> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        page.macro("Bl -tag -width Ds");
        for (ArgSpec argument : arguments) {
            if (argument instanceof OptionSpec option) {
                String names = Arrays.stream(option.names())
                        .map(name -> "Fl " + name.substring(1).replace("-", "\\-"))
                        .collect(Collectors.joining(" , "));
                page.macro("It " + names + (option.arity().max() > 0 ? " Ar " + Mdoc.word(option.paramLabel()) : ""));
            } else {
                page.macro("It Ar " + Mdoc.word(argument.paramLabel()));
            }
            page.text(text(argument));
        }
        page.macro("El");
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    }

    private static String synopsis(PositionalParamSpec parameter) {
        String label = "Ar " + parameter.paramLabel()
                + (parameter.arity().max() > 1 || parameter.index().isVariable() ? " ..." : "");
        return parameter.arity().min() == 0 ? "Op " + label : label;
    }

    private static String synopsis(Argument argument) {
        return argument.optional() ? "Oo Ar " + argument.label() + " Oc" : "Ar " + argument.label();
    }

    private static List<String> examples(CommandSpec command) {
        return Arrays.stream(command.usageMessage().header())
                .filter(line -> line.startsWith("  "))
                .toList();
    }

    private static List<String> withoutExamples(CommandSpec command) {
        List<String> lines = new ArrayList<>();
        for (String line : command.usageMessage().header()) {
            if (!line.startsWith("  ") && !line.equals("Examples:")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

package udpchat.cli.slash;

/** What a person wants to do with a command: the sections of the help. */
public enum Task {
    TALK("Talk"),
    PEERS("Peers"),
    HISTORY("What was said"),
    TRUST("Trust"),
    YOU("You"),
    PROGRAM("This program");

    private final String title;

    Task(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

/** The program udpchat. */
module udpchat.cli {
    requires udpchat.core;
    requires info.picocli;
    requires java.logging;
    requires org.jline.reader;
    requires org.jline.terminal;

    opens udpchat.cli.command to
            info.picocli;
}

/** The program udpchat. */
module udpchat.cli {
    requires udpchat.core;
    requires info.picocli;
    requires org.jline.nativ;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.jline.terminal.jni;

    opens udpchat.cli.command to
            info.picocli;
}

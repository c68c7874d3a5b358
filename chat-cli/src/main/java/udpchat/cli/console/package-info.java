/**
 * The terminal front end. {@link udpchat.cli.console.Screen} is what the rest of the program knows; {@link
 * udpchat.cli.console.Terminals} tells which one to open.
 *
 * <p>{@link udpchat.cli.console.Console} puts JLine's line editor ({@code LineEditor}) on a terminal of our own ({@code Tty},
 * {@code TtyTerminal}) whose streams ({@code TtyInput}, {@code TtyOutput}) have threads of their own, so a terminal that
 * stalls or goes away holds up nobody. What is printed waits in a bounded {@code LineQueue}.
 */
package udpchat.cli.console;

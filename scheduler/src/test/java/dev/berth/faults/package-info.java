/**
 * Seeded faults: small wrong changes of the program, each of which turns a named test red.
 *
 * <p>The list is {@code src/test/faults/faults.txt}; {@code bin/seeded-faults} runs it. Here is
 * what reads the list and what runs named tests in a Java virtual machine of their own. Only {@code
 * src/tools/SeededFaults.java} may call it; it knows nothing of the program.
 */
@NullMarked
package dev.berth.faults;

import org.jspecify.annotations.NullMarked;

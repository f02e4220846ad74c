/**
 * What the fuzz targets share, and the test that replays their corpora. A target is a public class {@code …Fuzz} beside
 * the room it attacks, with one static method {@code fuzzerTestOneInput(byte[])} that returns when all is well and throws
 * when it is not; {@link org.maillon.fuzz.Target} lists them. It knows nothing of Jazzer, so that a finding replays as an
 * ordinary test; {@code fuzz/run} runs it with coverage guidance.
 */
@NullMarked
package org.maillon.fuzz;

import org.jspecify.annotations.NullMarked;

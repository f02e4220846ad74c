/**
 * What the world's DNS should say of a domain of ours, so that its mail comes in, its own mail is believed, and mail programs
 * find their servers: as records, as the lines of a zone file, and compared with what the world sees.
 *
 * <p>The threat is a zone that is nearly right: a record that lacks is noticed by other people, weeks later. So what is printed can be
 * pasted as it is, and each line of it is checked by itself.
 *
 * <p>Nothing is invented: a record is printed for what is there (keys, ports, certificates, an authority), and a comment says why
 * another is not. Records of other people's zones are comments, so that a server loads the rest as it is.
 *
 * <p>What it does not do: change a zone. It does not look for where zones are cut either: a name below the domain's is taken
 * to be in its zone.
 *
 * <p>Start reading at {@link org.maillon.app.zone.OurZone}, then {@link org.maillon.app.zone.ZonePlan}, then {@link org.maillon.app.zone.ZoneCheck}.
 */
@NullMarked
package org.maillon.app.zone;

import org.jspecify.annotations.NullMarked;

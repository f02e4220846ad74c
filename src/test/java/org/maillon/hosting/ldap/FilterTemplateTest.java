package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

class FilterTemplateTest {
    private static Address of(String localPart) {
        return new Address(localPart, new Domain.Name("example.org"));
    }

    /** RFC 4515 §3 and §4: whatever an address holds, it is one value of one comparison. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            ada                   ; (mail=ada@example.org)                          ; nothing to escape
            *                     ; (mail=\\2a@example.org)                         ; would find everybody
            a*                    ; (mail=a\\2a@example.org)                        ; would find many
            x)(uid=*              ; (mail=x\\29\\28uid=\\2a@example.org)            ; would close the comparison and begin another
            x)(|(uid=*)           ; (mail=x\\29\\28|\\28uid=\\2a\\29@example.org)   ; a whole filter
            a\\b                  ; (mail=a\\5cb@example.org)                       ; would begin an escape
            a\\2a                 ; (mail=a\\5c2a@example.org)                      ; an escape that is text
            (                     ; (mail=\\28@example.org)                         ; a parenthesis alone
            &                     ; (mail=&@example.org)                            ; an operator's sign is a letter in a value
            !                     ; (mail=!@example.org)                            ; this one too
            %s                    ; (mail=%s@example.org)                           ; a placeholder is filled once
            müller                ; (mail=m\\c3\\bcller@example.org)                ; letters beyond ASCII are their UTF-8
            """)
    void anAddressIsOneValue(String localPart, String filter, String reason) throws LDAPException {
        Filter filled = FilterTemplate.parse("(mail=%s)").fill(of(localPart));

        assertThat(filled.getFilterType()).as(reason).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
        assertThat(filled.getAssertionValue()).isEqualTo(localPart + "@example.org");
        assertThat(Filter.create(filled.toString())).isEqualTo(filled);
        assertThat(Filter.create(filter)).isEqualTo(filled);
    }

    @Test
    void anOctetOfNothingIsOneOctetOfTheValue() throws LDAPException {
        Filter filled = FilterTemplate.parse("(mail=%s)").fill(of("a\0b"));
        assertThat(filled.getAssertionValue()).isEqualTo("a\0b@example.org");
        assertThat(filled.toString()).isEqualTo("(mail=a\\00b@example.org)");
        assertThat(Filter.decode(filled.encode())).isEqualTo(filled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            (uid=%u)                                     ; (uid=a\\2a)
            (proxyAddresses=smtp:%s)                     ; (proxyAddresses=smtp:a\\2a@example.org)
            (&(objectClass=person)(mail=%s))             ; (&(objectClass=person)(mail=a\\2a@example.org))
            (&(uid=%u)(associatedDomain=%d))             ; (&(uid=a\\2a)(associatedDomain=example.org))
            (&(mail=%s)(!(employeeType=left)))           ; (&(mail=a\\2a@example.org)(!(employeeType=left)))
            (|(mail=%s)(mailAlternateAddress=%s))        ; (|(mail=a\\2a@example.org)(mailAlternateAddress=a\\2a@example.org))
            (mail=*%s*x*%d)                              ; (mail=*a\\2a@example.org*x*example.org)
            (mail=%u*)                                   ; (mail=a\\2a*)
            (mail~=%s)                                   ; (mail~=a\\2a@example.org)
            (&(n>=%u)(n<=%u))                            ; (&(n>=a\\2a)(n<=a\\2a))
            (mail:caseExactMatch:=%s)                    ; (mail:caseExactMatch:=a\\2a@example.org)
            (&(mail=%s)(objectClass=*))                  ; (&(mail=a\\2a@example.org)(objectClass=*))
            (&(mail=%s)(note=100%%))                     ; (&(mail=a\\2a@example.org)(note=100%))
            (&(mail=%s)(!(u:1.2.840.113556.1.4.803:=2))) ; (&(mail=a\\2a@example.org)(!(u:1.2.840.113556.1.4.803:=2)))
            """)
    void eachKindOfComparisonIsFilledIn(String template, String filter) throws LDAPException {
        assertThat(FilterTemplate.parse(template).fill(of("a*"))).isEqualTo(Filter.create(filter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail",
                "(mail=%s",
                "(mail=%s\\",
                "(mail=%s\\2",
                "(mail=%s\\)",
                "(mail=%x)",
                "(mail=%)",
                "(%s=mail)",
                "(&(mail=%d)(uid:%u:=x))",
                "(objectClass=person)",
                "(objectClass=*)",
                "(mail=100%%)",
                "(!(mail=%s))",
                "(|(mail=%s)(objectClass=person))",
                "(&)"
            })
    void aFilterThatIsNoneOrFindsTheSameForEverybodyIsRefused(String template) {
        assertThatThrownBy(() -> FilterTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" ");
    }

    @Test
    void withoutAFilterTheAttributesAreCompared() throws LDAPException {
        assertThat(FilterTemplate.anyOf(List.of("mail", "mailAlternateAddress")).fill(of("ada")))
                .isEqualTo(Filter.create("(|(mail=ada@example.org)(mailAlternateAddress=ada@example.org))"));
    }

    /** RFC 4514 §2.4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "a,ou=admins",
                "a+cn=root",
                "#a",
                " a ",
                "a\\",
                "a\"b",
                "a<b>;c=d",
                "a=b",
                "müller",
                "a\0b",
                "%u"
            })
    void anAddressIsOneValueOfAName(String localPart) throws LDAPException {
        DN filled = NameTemplate.parse("uid=%u,ou=people,dc=example,dc=org").fill(of(localPart));

        assertThat(filled.getRDNs()).hasSize(4);
        assertThat(filled.getRDN().getAttributeValues()).containsExactly(localPart);
        DN read = new DN(filled.toString());
        assertThat(read.getRDNs()).hasSize(4);
        assertThat(read.getRDN().getAttributeValues()).containsExactly(localPart);
        assertThat(read.getParent()).isEqualTo(new DN("ou=people,dc=example,dc=org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "uid", "uid=ada,dc=example", "%u=ada,dc=example", "uid=%x,dc=example"})
    void aNameThatIsNoneOrTheSameForEverybodyIsRefused(String template) {
        assertThatThrownBy(() -> NameTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }
}

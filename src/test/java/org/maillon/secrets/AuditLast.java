package org.maillon.secrets;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** The audit comes last; all other classes stay where they are. */
public final class AuditLast implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparing(AuditLast::isAudit));
    }

    private static boolean isAudit(ClassDescriptor each) {
        return SecretsAudit.class.isAssignableFrom(each.getTestClass());
    }
}

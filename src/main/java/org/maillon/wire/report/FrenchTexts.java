package org.maillon.wire.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** French. */
final class FrenchTexts implements Texts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEEE d MMMM yyyy 'à' HH:mm '(UTC)'", Locale.FRENCH)
            .withZone(ZoneOffset.UTC);

    @Override
    public String mailSystem() {
        return "Serveur de messagerie";
    }

    @Override
    public String subject(DeliveryReport.Kind kind, String whom) {
        String what = switch (kind) {
            case FAILED -> "Non remis";
            case MIXED -> "Remis en partie seulement";
            case DELAYED -> "Retardé";
            case DELIVERED -> "Remis";
            case HANDED_ON -> "Transmis";
        };
        return spaced(what + " : votre message à ") + whom;
    }

    @Override
    public String recipients(int count) {
        return count + " destinataires";
    }

    @Override
    public String preamble() {
        return "Ce rapport au format MIME concerne un de vos messages.";
    }

    @Override
    public String greeting(String host) {
        return "Ceci est un message automatique du serveur de messagerie " + host + ".";
    }

    @Override
    public String opening(DeliveryReport.Kind kind, boolean several, Instant retriedUntil) {
        return spaced(
                switch (kind) {
                    case FAILED ->
                        "Votre message n’a pas pu être remis "
                                + (several ? "aux destinataires ci-dessous" : "au destinataire ci-dessous")
                                + ". Aucune nouvelle tentative n’aura lieu.";
                    case MIXED ->
                        "Votre message est parvenu à certains de ses destinataires, mais pas à tous. Voici ce qu’il en"
                                + " est pour chacun.";
                    case DELAYED ->
                        "Votre message n’est pas encore parvenu "
                                + (several ? "aux destinataires ci-dessous" : "au destinataire ci-dessous")
                                + ". Vous n’avez rien à faire : les tentatives se poursuivent jusqu’au "
                                + TIME.format(retriedUntil)
                                + ", et vous serez averti s’il n’arrive pas.";
                    case DELIVERED, HANDED_ON ->
                        "Vous avez demandé à savoir ce que devient votre message. Voici ce qu’il en est.";
                });
    }

    @Override
    public String delivered() {
        return "Le message est dans la boîte aux lettres.";
    }

    @Override
    public String relayed() {
        return "Le message a été transmis au serveur suivant, qui n’indique pas ce qu’il en advient.";
    }

    @Override
    public String expanded() {
        return spaced("Cette adresse regroupe plusieurs destinataires. Le message a été réexpédié à chacun d’eux ; vous"
                + " serez averti s’il ne parvient pas à l’un d’entre eux.");
    }

    @Override
    public String happened(Cause cause) {
        return spaced(
                switch (cause) {
                    case NO_SUCH_MAILBOX -> "Aucune boîte aux lettres ne porte cette adresse.";
                    case NO_SUCH_DOMAIN -> "Le domaine de cette adresse n’a aucun serveur de messagerie.";
                    case TAKES_NO_MAIL -> "Le domaine de cette adresse n’accepte aucun courrier.";
                    case BAD_ADDRESS -> "Le serveur du destinataire ne comprend pas cette adresse.";
                    case SENDER_REFUSED ->
                        "Le serveur du destinataire a refusé votre propre adresse en tant qu’expéditeur.";
                    case MAILBOX_CLOSED ->
                        "La boîte aux lettres existe, mais elle n’accepte pas de courrier actuellement.";
                    case MAILBOX_FULL -> "La boîte aux lettres est pleine.";
                    case TOO_LARGE ->
                        "Le message est trop volumineux pour le serveur ou la boîte aux lettres du destinataire.";
                    case SERVER_TROUBLE -> "Le serveur du destinataire rencontre un problème technique.";
                    case OUR_TROUBLE -> "Ce serveur-ci rencontre un problème technique.";
                    case UNREACHABLE ->
                        "Le serveur du destinataire n’a pas pu être joint, ou il a interrompu la connexion.";
                    case NO_DIRECTIONS ->
                        "Le DNS, l’annuaire d’Internet, n’indique pas où acheminer le courrier pour cette adresse.";
                    case LOOP -> "Cette adresse renvoie le courrier en boucle.";
                    case TOO_MUCH ->
                        "Le serveur du destinataire a reçu trop de messages, ou de destinataires, à la fois.";
                    case FORM -> "Le serveur du destinataire ne sait pas recevoir un message de cette forme.";
                    case LETTERS ->
                        "Le serveur du destinataire n’accepte que des lettres sans accent (ASCII) dans les adresses et"
                                + " les en-têtes.";
                    case POLICY -> "Le message a été refusé par les règles du serveur du destinataire.";
                    case UNPROVEN ->
                        "Le serveur du destinataire n’a pas pu s’assurer que le message vient bien de vous.";
                    case INSECURE ->
                        "Aucune connexion sécurisée (TLS) n’a pu être établie avec le serveur du destinataire.";
                    case COME_BACK ->
                        "Le serveur du destinataire a demandé de revenir plus tard, comme beaucoup le font avec un"
                                + " expéditeur qu’ils ne connaissent pas encore.";
                    case REFUSED -> "Le serveur du destinataire a refusé le message.";
                    case NOT_NOW -> "Le serveur du destinataire n’a pas pu accepter le message pour le moment.";
                });
    }

    @Override
    public String gaveUp() {
        return spaced(
                "Les tentatives se sont succédé jusqu’au terme du délai prévu. Voici le résultat de la dernière :");
    }

    @Override
    public String answered(String server) {
        return spaced("Réponse de " + server + " :");
    }

    @Override
    public String detail() {
        return spaced("Détail technique (en anglais) :");
    }

    @Override
    public String advice(Cause cause) {
        return spaced(
                switch (cause) {
                    case NO_SUCH_MAILBOX, BAD_ADDRESS ->
                        "Vérifiez que l’adresse ne comporte pas de faute de frappe, ou demandez la bonne au"
                                + " destinataire par un autre moyen.";
                    case NO_SUCH_DOMAIN, NO_DIRECTIONS ->
                        "Vérifiez que la partie de l’adresse qui suit le signe @ ne comporte pas de faute de frappe.";
                    case TAKES_NO_MAIL -> "Demandez une autre adresse au destinataire, par un autre moyen.";
                    case SENDER_REFUSED ->
                        "Montrez cet avis à l’administrateur de votre propre messagerie : pour les autres serveurs, votre"
                                + " adresse ou son domaine ne paraît pas valable.";
                    case MAILBOX_CLOSED -> "Réessayez plus tard, ou prévenez le destinataire par un autre moyen.";
                    case MAILBOX_FULL ->
                        "Réessayez dans quelques jours, ou prévenez le destinataire par un autre moyen.";
                    case TOO_LARGE ->
                        "Envoyez-le en plusieurs parties, ou envoyez un lien vers ce que vous avez joint.";
                    case SERVER_TROUBLE, OUR_TROUBLE, COME_BACK, NOT_NOW -> "Renvoyez votre message plus tard.";
                    case UNREACHABLE ->
                        "Vérifiez la partie de l’adresse qui suit le signe @. Si elle est exacte, renvoyez votre message"
                                + " plus tard ou prévenez le destinataire par un autre moyen.";
                    case LOOP ->
                        "Prévenez le destinataire par un autre moyen : lui seul, ou son administrateur, peut y remédier.";
                    case TOO_MUCH -> "Renvoyez-le plus tard, à un plus petit nombre de destinataires à la fois.";
                    case FORM -> "Envoyez-le en texte brut, sans pièce jointe.";
                    case LETTERS ->
                        "Utilisez, si elle existe, une adresse du destinataire écrite en lettres sans accent.";
                    case POLICY ->
                        "Transmettez, par un autre moyen, le texte ci-dessus au destinataire ou à son administrateur :"
                                + " eux seuls peuvent changer ces règles.";
                    case UNPROVEN ->
                        "Montrez cet avis à l’administrateur de votre propre messagerie : SPF, DKIM, DMARC ou le nom de"
                                + " votre serveur sont peut-être à corriger.";
                    case INSECURE -> "Transmettez le texte ci-dessus à l’administrateur du serveur du destinataire.";
                    case REFUSED ->
                        "Le texte ci-dessus en donne la raison. Vérifiez l’adresse, ou transmettez ce texte à"
                                + " l’administrateur du serveur du destinataire.";
                });
    }

    @Override
    public String more(int others) {
        return spaced("Et " + others + " autres ; la deuxième partie de cet avis les nomme tous.");
    }

    @Override
    public String closing(Instant arrived, String queueId) {
        return spaced("Ce serveur a reçu votre message le " + TIME.format(arrived) + ". Il y porte l’identifiant "
                + queueId + ", qui permet à un administrateur d’en retrouver l’historique.");
    }

    @Override
    public String originalFollows(boolean whole) {
        return whole ? "Votre message est joint à cet avis." : "Les en-têtes de votre message sont joints à cet avis.";
    }

    /** French sets a space before high punctuation, and no line may end at it. */
    private static String spaced(String text) {
        return text.replace(" :", "\u00a0:").replace(" ;", "\u00a0;");
    }
}

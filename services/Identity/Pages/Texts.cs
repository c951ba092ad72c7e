using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Identity.Pages;

/// <summary>What the pages say, in one language.</summary>
public sealed record Texts(
    string Language,
    string LanguageName,
    string SignInTitle,
    string SignInFor,
    string Email,
    string Password,
    string SignIn,
    string SignInWithProvider,
    string WrongEmailOrPassword,
    string PageTooOld,
    string FormNotUnderstood,
    string CannotContinue,
    string NoRole,
    string SignOutTitle,
    string SignOutQuestion,
    string SignOut,
    string SignedOut,
    string ToFrontPage,
    string Languages)
{
    private static readonly Texts Finnish = new(
        "fi", "Suomi",
        SignInTitle: "Kirjaudu sisään",
        SignInFor: "Kirjautuminen on henkilökunnalle ja talokokouksen vetäjille. Muut eivät tarvitse tunnuksia.",
        Email: "Sähköposti",
        Password: "Salasana",
        SignIn: "Kirjaudu",
        SignInWithProvider: "Kirjaudu työtunnuksella",
        WrongEmailOrPassword: "Sähköposti tai salasana on väärin, tai yrityksiä on ollut liian monta. Tarkista tiedot. Jos se ei auta, odota 15 minuuttia.",
        PageTooOld: "Sivu ehti vanhentua. Kirjoita tiedot uudelleen.",
        FormNotUnderstood: "Lomaketta ei voitu lukea. Kirjoita tiedot uudelleen.",
        CannotContinue: "Kirjautumista ei voi jatkaa. Palaa etusivulle ja yritä uudelleen.",
        NoRole: "Sinulla ei ole vielä oikeuksia täällä. Pyydä niitä tilan koordinaattorilta.",
        SignOutTitle: "Kirjaudu ulos",
        SignOutQuestion: "Haluatko kirjautua ulos?",
        SignOut: "Kirjaudu ulos",
        SignedOut: "Olet kirjautunut ulos.",
        ToFrontPage: "Etusivulle",
        Languages: "Kieli");

    private static readonly Texts Swedish = new(
        "sv", "Svenska",
        SignInTitle: "Logga in",
        SignInFor: "Inloggningen är för personalen och för dem som leder husmötet. Andra behöver inget konto.",
        Email: "E-post",
        Password: "Lösenord",
        SignIn: "Logga in",
        SignInWithProvider: "Logga in med arbetskontot",
        WrongEmailOrPassword: "E-posten eller lösenordet är fel, eller så har det blivit för många försök. Kontrollera uppgifterna. Hjälper det inte, vänta 15 minuter.",
        PageTooOld: "Sidan hann bli för gammal. Skriv uppgifterna på nytt.",
        FormNotUnderstood: "Blanketten kunde inte läsas. Skriv uppgifterna på nytt.",
        CannotContinue: "Inloggningen kan inte fortsätta. Gå till startsidan och försök på nytt.",
        NoRole: "Du har inga rättigheter här ännu. Be rummets koordinator om dem.",
        SignOutTitle: "Logga ut",
        SignOutQuestion: "Vill du logga ut?",
        SignOut: "Logga ut",
        SignedOut: "Du har loggat ut.",
        ToFrontPage: "Till startsidan",
        Languages: "Språk");

    private static readonly Texts English = new(
        "en", "English",
        SignInTitle: "Sign in",
        SignInFor: "Signing in is for staff and for those who run the house meeting. Nobody else needs an account.",
        Email: "E-mail",
        Password: "Password",
        SignIn: "Sign in",
        SignInWithProvider: "Sign in with your work account",
        WrongEmailOrPassword: "The e-mail or the password is wrong, or there have been too many tries. Check them. If that does not help, wait 15 minutes.",
        PageTooOld: "The page had been open for too long. Please write your details again.",
        FormNotUnderstood: "The form could not be read. Please write your details again.",
        CannotContinue: "Signing in cannot go on. Go to the front page and try again.",
        NoRole: "You have no rights here yet. Ask a coordinator of the space for them.",
        SignOutTitle: "Sign out",
        SignOutQuestion: "Do you want to sign out?",
        SignOut: "Sign out",
        SignedOut: "You have signed out.",
        ToFrontPage: "To the front page",
        Languages: "Language");

    /// <summary>Every language of these pages, in the order they are offered.</summary>
    public static readonly IReadOnlyList<Texts> All = [Finnish, Swedish, English];

    /// <summary>In the language of <c>lang</c> in the address, else of the browser; Finnish when neither is one of ours.</summary>
    public static Texts For(HttpRequest request) =>
        Find(request.Query["lang"]) ?? Find(ReaderLanguage.Of(request)) ?? Finnish;

    /// <summary>The first of <paramref name="tags"/> (separated by spaces, as in <c>ui_locales</c>) that the pages have.</summary>
    public static Texts? Find(string? tags) => (tags ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(LanguageTag.IsWellFormed)
        .SelectMany(LanguageTag.Lookup)
        .Select(tag => All.FirstOrDefault(texts => texts.Language.Equals(tag, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(texts => texts is not null);
}

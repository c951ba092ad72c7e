using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;

namespace Kivenkolo.Communications.Tests;

public sealed class WordingTests
{
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");
    private static readonly LocalizedText Name = new("fi", "Kivenkolo");

    private static readonly LocalizedText Meeting =
        new([new("fi", "Talokokous"), new("fi-simple", "Talon kokous"), new("sv", "Husmöte"), new("en", "House meeting"), new("ar", "اجتماع البيت")]);

    private static readonly LocalizedText Hall = new([new("fi", "sali"), new("sv", "salen"), new("en", "the hall"), new("ar", "القاعة")]);

    [Fact]
    public void The_letter_of_a_week_is_written_in_each_language_in_its_own_words()
    {
        var letter = WeekLetter.Write(House.Week(House.NewId(), "2026-W48", 1,
            House.Occurrence(Meeting, Hall), House.Occurrence(Meeting, null, House.Monday.AddDays(1).AddHours(9.5))), Name, Helsinki);

        Assert.Equal("Kivenkolo: tämän viikon ohjelma, viikko 48", letter.Subject["fi"]);
        Assert.Equal("Kivenkolo: mitä tapahtuu tällä viikolla?", letter.Subject["fi-simple"]);
        Assert.Equal("Den här veckan: Kivenkolo, vecka 48", letter.Subject["sv"]);
        Assert.Equal("This week at Kivenkolo: week 48", letter.Subject["en"]);
        Assert.Equal("""
            Hei!

            Tässä on ohjelma viikolle 48, 23.11.–29.11.
            Missä: Kivenkolo

            Maanantai 23.11.
            klo 14.00–15.30 Talokokous, sali

            Tiistai 24.11.
            klo 9.30–11.00 Talokokous

            Tervetuloa mukaan!
            """.ReplaceLineEndings("\n"), letter.Body["fi"]);
        Assert.Equal("""
            Hei!

            Tässä on tämän viikon ohjelma.
            Missä: Kivenkolo
            Viikko: 48
            Päivät: 23.11.–29.11.

            MAANANTAI 23.11.

            Talon kokous
            Kello: 14.00–15.30
            Missä: sali

            TIISTAI 24.11.

            Talon kokous
            Kello: 9.30–11.00

            Tule mukaan! Olet tervetullut.
            """.ReplaceLineEndings("\n"), letter.Body["fi-simple"]);
        Assert.Contains("Måndag 23.11\nkl. 14.00–15.30 Husmöte, salen", letter.Body["sv"], StringComparison.Ordinal);
        Assert.Equal("Kivenkolo: برنامج هذا الأسبوع، الأسبوع 48", letter.Subject["ar"]);
        Assert.Contains("الاثنين 23 نوفمبر\nالساعة 14:00–15:30 اجتماع البيت، القاعة", letter.Body["ar"], StringComparison.Ordinal);
        Assert.Contains("Monday 23 November\n14:00–15:30 House meeting, the hall", letter.Body["en"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_in_which_one_line_has_no_text_is_not_drafted()
    {
        var letter = WeekLetter.Write(House.Week(House.NewId(), "2026-W48", 1, House.Occurrence(Meeting),
            House.Occurrence(new LocalizedText([new("fi", "Tee-iltapäivä"), new("en", "Tea afternoon")]))), Name, Helsinki);

        Assert.Equal(["en", "fi"], letter.Subject.Languages);
        Assert.Equal(letter.Subject.Languages, letter.Body.Languages);
    }

    [Fact]
    public void A_place_without_a_name_in_the_language_keeps_the_language_from_being_drafted()
    {
        var letter = WeekLetter.Write(House.Week(House.NewId(), "2026-W48", 1, House.Occurrence(Meeting, new LocalizedText("fi", "sali"))), Name, Helsinki);

        Assert.Equal(["fi", "fi-simple"], letter.Subject.Languages);
    }

    [Fact]
    public void Times_are_those_on_the_wall_on_both_sides_of_the_autumn_night()
    {
        var saturday = new DateTimeOffset(2026, 10, 24, 11, 0, 0, TimeSpan.Zero);
        var letter = WeekLetter.Write(House.Week(House.NewId(), "2026-W43", 1,
            House.Occurrence(Meeting, null, saturday), House.Occurrence(Meeting, null, saturday.AddHours(25))), Name, Helsinki);

        Assert.Contains("Lauantai 24.10.\nklo 14.00–15.30", letter.Body["fi"], StringComparison.Ordinal);
        Assert.Contains("Sunnuntai 25.10.\nklo 14.00–15.30", letter.Body["fi"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_week_without_a_programme_says_so()
    {
        var letter = WeekLetter.Write(House.Week(House.NewId(), "2026-W53", 1), Name, Helsinki);

        Assert.Contains("Tälle viikolle ei ole vielä ohjelmaa.", letter.Body["fi"], StringComparison.Ordinal);
        Assert.Equal(["ar", "en", "fi", "fi-simple", "sv"], letter.Subject.Languages);
    }

    [Fact]
    public void A_cancellation_is_told_in_the_languages_there_are_with_a_reason_the_reader_can_read()
    {
        var notice = CancellationNotice.Write(House.Cancellation(House.NewId(), Meeting,
            new LocalizedText([new("fi", "Ohjaaja on sairas."), new("en", "The host is ill.")])), Helsinki);

        Assert.Equal("Peruttu: Talokokous, maanantai 23.11. klo 14.00", notice.Subject["fi"]);
        Assert.Equal("Peruttu: Talon kokous, maanantai 23.11. kello 14.00", notice.Subject["fi-simple"]);
        Assert.Equal("Inställt: Husmöte, måndag 23.11 kl. 14.00", notice.Subject["sv"]);
        Assert.Equal("أُلغي: اجتماع البيت، الاثنين 23 نوفمبر الساعة 14:00", notice.Subject["ar"]);
        Assert.Equal("Cancelled: House meeting, Monday 23 November 14:00", notice.Subject["en"]);
        Assert.Contains("Syy: Ohjaaja on sairas.", notice.Body["fi"], StringComparison.Ordinal);
        Assert.Contains("Miksi?\nOhjaaja on sairas.", notice.Body["fi-simple"], StringComparison.Ordinal);
        Assert.DoesNotContain("Orsak", notice.Body["sv"], StringComparison.Ordinal);
        Assert.Contains("The reason: The host is ill.", notice.Body["en"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancellation_is_told_even_when_its_title_is_in_none_of_our_languages()
    {
        var notice = CancellationNotice.Write(House.Cancellation(House.NewId(), new LocalizedText("ckb", "چا")), Helsinki);

        Assert.Equal("Peruttu: چا, maanantai 23.11. klo 14.00", notice.Subject["fi"]);
    }

    [Fact]
    public void A_title_with_line_breaks_stays_on_one_line_and_a_very_long_one_fits_the_subject()
    {
        var notice = CancellationNotice.Write(House.Cancellation(House.NewId(), new LocalizedText("fi", "a\nBcc: x@example.org\n" + new string('b', 300))),
            Helsinki);

        Assert.DoesNotContain('\n', notice.Subject["fi"]!);
        Assert.Equal(Message.LongestSubject, notice.Subject["fi"]!.Length);
    }
}

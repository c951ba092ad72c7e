using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Communications.Tests;

/// <summary>What is told at once of what takes place otherwise than was announced.</summary>
public sealed class ChangeTests(House house) : IClassFixture<House>
{
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");

    [Fact]
    public async Task A_move_is_published_by_itself_and_mailed_at_once_and_once_only()
    {
        await house.Subscribed("on-the-way@example.org", "fi", "urgent");
        await house.Subscribed("weekly-only@example.org", "fi", "weekly");
        var moved = House.Change(house.Space, House.InFour("Kävelyryhmä"));
        await house.Heard(moved, times: 2);
        await house.Heard(moved);
        var mail = await house.Mailbox.Next("on-the-way@example.org", m => m.Subject!.Contains("Kävelyryhmä", StringComparison.Ordinal));
        Assert.Equal("Muutos: Kävelyryhmä fi, maanantai 23.11. klo 16.00", mail.Subject);
        Assert.Contains("Aiempi ajankohta oli maanantai 23.11. klo 14.00.", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(1L, await Notices(moved.OccurrenceId));
        await Eventually.Become(async () => await house.Service.Scalar("select 1 from message_mails where state = 'Waiting'") is null, "all is settled");
        Assert.Empty(house.Mailbox.Mails("weekly-only@example.org"));
        Assert.Single(house.Mailbox.Mails("on-the-way@example.org"), m => m.Subject!.Contains("Kävelyryhmä", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_later_change_is_told_and_none_that_was_overtaken_in_whatever_order_they_come()
    {
        var moved = House.Change(house.Space, House.InFour("Bingo"));
        await house.Heard(moved with { Version = 3 });
        await house.Heard(moved);
        Assert.Equal(1L, await Notices(moved.OccurrenceId));
        await house.Heard(moved with { Version = 4, Postponed = true });
        Assert.Equal(2L, await Notices(moved.OccurrenceId));
        var cancelled = House.Cancellation(house.Space, House.InFour("Bingo"), id: moved.OccurrenceId) with { Version = 6 };
        await house.Heard(cancelled);
        await house.Heard(moved with { Version = 5 });
        await house.Heard(cancelled);
        await house.Heard(cancelled with { Version = 7 });
        Assert.Equal(3L, await Notices(moved.OccurrenceId));

        // Told to be off, and it takes place after all.
        await house.Heard(moved with { Version = 8, PreviousStart = null });
        Assert.Equal(4L, await Notices(moved.OccurrenceId));
    }

    [Fact]
    public async Task Of_several_changes_heard_at_once_each_is_told_at_most_once_and_the_last_is()
    {
        var moved = House.Change(house.Space, House.InFour("Kuoro"));
        await Task.WhenAll(Enumerable.Range(2, 6).SelectMany(version => (int[])[version, version])
            .Select(version => house.Heard(moved with { Version = version })));
        Assert.Equal(7L, await house.Service.Scalar("select max(source_version) from messages where occurrence_id = $1", moved.OccurrenceId));
        Assert.Equal(0L, await house.Service.Scalar(
            "select count(*) from (select 1 from messages where occurrence_id = $1 group by source_version having count(*) > 1) twice", moved.OccurrenceId));
    }

    [Fact]
    public async Task Another_place_is_told_and_a_note_or_what_is_far_away_and_in_no_letter_is_not()
    {
        var here = House.Change(house.Space, House.InFour("Darts"));
        var same = here with { OccurrenceId = House.NewId(), PreviousStart = here.Start, Note = new LocalizedText("fi", "Ota kengät.") };
        await house.Heard(same);
        Assert.Equal(0L, await Notices(same.OccurrenceId));
        await house.Heard(same with { Version = 3, Place = new LocalizedText("fi", "Piha") });
        Assert.Equal(1L, await Notices(same.OccurrenceId));

        var far = House.Change(house.Space, House.InFour("Retki"), house.Now.AddDays(200));
        await house.Heard(far);
        Assert.Equal(0L, await Notices(far.OccurrenceId));
        var nearer = far with { Version = 3, Start = house.Now.AddDays(2), End = house.Now.AddDays(2).AddHours(1) };
        await house.Heard(nearer);
        Assert.Equal(1L, await Notices(far.OccurrenceId));
    }

    [Fact]
    public async Task What_is_in_a_letter_is_told_however_far_away_it_is()
    {
        await house.Drafted(House.Week(house.Space, "2039-W10", 1, House.Occurrence(House.InFour("Kevätjuhla"))));
        var moved = House.Change(house.Space, House.InFour("Kevätjuhla"), new(2039, 3, 9, 12, 0, 0, TimeSpan.Zero));
        await house.Heard(moved);
        Assert.Equal(1L, await Notices(moved.OccurrenceId));
    }

    [Fact]
    public void It_is_told_in_the_languages_there_are_with_the_time_and_the_place()
    {
        var changed = House.Change(House.NewId(), House.InFour("Talokokous")) with { Note = new LocalizedText("fi", "Ovi on auki.") };
        var notice = ChangeNotice.Write(changed, Helsinki);
        Assert.Equal("Muutos: Talokokous selko, maanantai 23.11. kello 16.00", notice.Subject["fi-simple"]);
        Assert.Equal("Ändring: Talokokous sv, måndag 23.11 kl. 16.00", notice.Subject["sv"]);
        Assert.Equal("Changed: Talokokous en, Monday 23 November 16:00", notice.Subject["en"]);
        Assert.Equal("""
            Talokokous fi: muutos ohjelmaan.

            Ajankohta on nyt maanantai 23.11. klo 16.00–17.30.
            Missä: Tupa

            Aiempi ajankohta oli maanantai 23.11. klo 14.00.

            Ovi on auki.

            Pahoittelemme muutosta.
            """.ReplaceLineEndings("\n"), notice.Body["fi"]);
        Assert.Contains("Älä tule silloin:\nmaanantai 23.11. kello 14.00", notice.Body["fi-simple"], StringComparison.Ordinal);
        Assert.Contains("Var: Tupa", notice.Body["sv"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ovi", notice.Body["en"], StringComparison.Ordinal);

        var postponed = ChangeNotice.Write(changed with { Postponed = true }, Helsinki);
        Assert.Equal("Lykätty: Talokokous fi, maanantai 23.11. klo 16.00", postponed.Subject["fi"]);
        Assert.Contains("Kerromme uuden ajan, kun tiedämme sen.", postponed.Body["fi"], StringComparison.Ordinal);
        Assert.Equal("Uppskjutet: Talokokous sv, måndag 23.11 kl. 16.00", postponed.Subject["sv"]);
        Assert.Equal("Postponed: Talokokous en, Monday 23 November 16:00", postponed.Subject["en"]);
    }

    [Fact]
    public void A_title_in_none_of_our_languages_is_told_all_the_same() =>
        Assert.StartsWith("Muutos: چا,", ChangeNotice.Write(House.Change(House.NewId(), new LocalizedText("ckb", "چا")), Helsinki).Subject["fi"],
            StringComparison.Ordinal);

    private async Task<object?> Notices(Guid occurrence) => await house.Service.Scalar("select count(*) from messages where occurrence_id = $1", occurrence);
}

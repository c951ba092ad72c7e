using System.Globalization;

namespace Kivenkolo.Platform.Delivery;

/// <summary>Days and times as the mails of one language write them, on the 24-hour clock.</summary>
public sealed class MailDates
{
    private static readonly MailDates Finnish = new(
        ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"], "H'.'mm", (day, month) => $"{day}.{month}.");

    // Swedish in Finland writes the day and month without a final stop.
    private static readonly MailDates Swedish = new(
        ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"], "H'.'mm", (day, month) => $"{day}.{month}");

    private static readonly MailDates English = new(
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "HH':'mm",
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]);

    private static readonly MailDates Arabic = new(
        ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"], "HH':'mm",
        ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]);

    private readonly string[] weekdays;
    private readonly string time;
    private readonly Func<int, int, string> date;

    private MailDates(string[] weekdays, string time, Func<int, int, string> date) => (this.weekdays, this.time, this.date) = (weekdays, time, date);

    private MailDates(string[] weekdays, string time, string[] months) : this(weekdays, time, (day, month) => $"{day} {months[month - 1]}") { }

    /// <summary>Those of a language; of Finnish for one that has no phrases here.</summary>
    public static MailDates In(string language) => language switch { "sv" => Swedish, "en" => English, "ar" => Arabic, _ => Finnish };

    /// <summary>maanantai</summary>
    public string Weekday(DateTime day) => weekdays[((int)day.DayOfWeek + 6) % 7];

    /// <summary>23.11., 23.11 or 23 November</summary>
    public string Date(DateTime day) => date(day.Day, day.Month);

    /// <summary>maanantai 23.11.</summary>
    public string Day(DateTime day) => $"{Weekday(day)} {Date(day)}";

    /// <summary>9.30 or 09:30</summary>
    public string Time(DateTime moment) => moment.ToString(time, CultureInfo.InvariantCulture);

    /// <summary>14.00–15.30</summary>
    public string Times(DateTime start, DateTime end) => $"{Time(start)}–{Time(end)}";
}

using Kivenkolo.Platform.Localization;

namespace Kivenkolo.Calendar.Texts;

/// <summary>What everyone can meet in mails, refusals and the programme, in every language that the house promises.</summary>
public abstract partial class ResidentTexts
{
    /// <summary>Days and times.</summary>
    public Dates Dates => field ??= new(Language);
}

/// <summary>What those who work in the house, and programs, meet; plain Finnish is not written for them.</summary>
public abstract partial class StaffTexts
{
    /// <summary>Days and times.</summary>
    public Dates Dates => field ??= new(Language);
}

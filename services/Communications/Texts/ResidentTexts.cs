using Kivenkolo.Platform.Localization;

namespace Kivenkolo.Communications.Texts;

/// <summary>What those who read the house's letters and news meet, in every language that it promises.</summary>
public abstract partial class ResidentTexts
{
    /// <summary>Days and times.</summary>
    public Dates Dates => field ??= new(Language);
}

namespace Kivenkolo.Platform.Kernel;

/// <summary>A row that belongs to one space and is never seen from another.</summary>
public interface IOfSpace
{
    /// <summary>The space.</summary>
    Guid SpaceId { get; }
}

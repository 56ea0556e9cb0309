namespace Portal.Kafka.Wire;

/// <summary>The versions of one request that are spoken, and from which one on its lengths are compact and tags follow.</summary>
public readonly record struct VersionRange(short Min, short Max, short FlexibleFrom)
{
    /// <summary>No version of it is flexible.</summary>
    public const short Never = short.MaxValue;

    public bool Contains(short version) => version >= Min && version <= Max;

    public bool IsFlexible(short version) => version >= FlexibleFrom;
}

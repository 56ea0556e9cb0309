namespace Portal.Schemas.Json;

/// <summary>Whether a schema takes all that another allows; the better, the greater.</summary>
internal enum JsonFit
{
    /// <summary>Some of it is certainly refused.</summary>
    Refused,

    /// <summary>Nothing is certainly refused, and some of it can't be decided.</summary>
    Undecided,

    /// <summary>The same, and the registry's documented rules pass over all that can't be decided.</summary>
    PassedOver,

    /// <summary>All of it is taken.</summary>
    Taken,
}

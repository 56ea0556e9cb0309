namespace Portal.Engines;

/// <summary>What a failed call to an engine means for whoever asked.</summary>
public enum EngineFault
{
    /// <summary>Nothing was done; the same call may well succeed later.</summary>
    Transient,

    /// <summary>Nothing was done, and the same call will fail again.</summary>
    Final,

    /// <summary>It may have been done: observe before deciding.</summary>
    Unknown,
}

/// <summary>An engine's error, sorted at its adapter. The message is for a person: what, why, what to do.</summary>
public sealed class EngineException(EngineFault fault, string words, Exception? cause = null)
    : Exception(EngineText.Words(words), cause)
{
    public EngineFault Fault => fault;

    /// <summary>Refused because what was asked for is there already: by an earlier try of ours, or by somebody else.</summary>
    public bool IsThereAlready { get; init; }

    /// <summary>It didn't take who signs in: the user, the password, the token, the certificate.</summary>
    public bool IsSignInRefused { get; init; }

    /// <summary>It is up, and takes no more calls for now.</summary>
    public bool IsBusy { get; init; }

    /// <summary>How long it wants no further call; null when it gives no time.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>See <see cref="Reregistered"/>.</summary>
    public bool IsReregistered { get; private init; }

    /// <summary>It knows who signed in, and doesn't allow this to them.</summary>
    public bool IsForbidden => IsSignInRefused && fault == EngineFault.Final;

    /// <summary>A client or a secret belongs to a registration that was changed meanwhile: nothing was sent, and the next try goes by the new one.</summary>
    /// <param name="what">The cluster or the engine, for the sentence.</param>
    internal static EngineException Reregistered(string what, Exception? cause = null) =>
        new(EngineFault.Transient, $"How {what} is registered has just changed.", cause) { IsReregistered = true };
}

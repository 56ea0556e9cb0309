namespace Portal.Kafka.Client;

/// <summary>How long a request may take.</summary>
/// <param name="Left">
/// What else limits it, such as a lease: asked right before the bytes are written, because waiting for the connection
/// takes time too. Nothing is sent when nothing is left.
/// </param>
/// <param name="ConnectingToo">An attempt to connect counts as well; else it has a time of its own.</param>
public readonly record struct Allowed(TimeSpan Within, Func<TimeSpan>? Left = null, bool ConnectingToo = false)
{
    /// <summary>
    /// As long as bytes keep coming over its connection, the request isn't given up when <see cref="Within"/> is over, but when
    /// <see cref="Left"/>, which has to be given, is used up: a large answer of a distant broker would begin anew elsewhere.
    /// </summary>
    public bool WhileArriving { get; init; }

    /// <summary>What there is of it at this moment.</summary>
    internal TimeSpan Now =>
        Left?.Invoke() is not { } left ? Within
        : left <= TimeSpan.Zero ? TimeSpan.Zero
        : left < Within ? left
        : Within;

    internal bool IsOver => ConnectingToo && Now == TimeSpan.Zero;

    /// <summary>Something around it keeps the time.</summary>
    internal static Allowed UntilStopped { get; } = new(TimeSpan.FromHours(1));
}

namespace Portal.Engines.Registry;

/// <summary>
/// Whether a registry has modes. That it has them stays known; that it has none may be the answer of another server, such as a proxy's, and is looked
/// up again.
/// </summary>
internal sealed class KnownModes(RegistryCalls calls)
{
    /// <summary>Longer than a look at a registry's subjects takes, which so sends one request.</summary>
    internal static readonly TimeSpan NoneHoldsFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task<bool>? _asked;
    private long _askedAt;

    public Task<bool> AreThere(CancellationToken stop)
    {
        lock (_gate)
        {
            if (_asked is null || IsOver(_asked))
            {
                // Others wait for the same answer, so whoever is first doesn't end it.
                _askedAt = calls.Clock.GetTimestamp();
                _asked = calls.Offers("mode", CancellationToken.None);
            }

            return _asked.WaitAsync(stop);
        }
    }

    private bool IsOver(Task<bool> asked) =>
        asked.IsCompleted
        && (!asked.IsCompletedSuccessfully || (!asked.Result && calls.Clock.GetElapsedTime(_askedAt) >= NoneHoldsFor));
}

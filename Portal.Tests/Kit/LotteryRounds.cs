using System.Globalization;

namespace Portal.Tests.Kit;

/// <summary>
/// How long kill tests go on: <c>PORTAL_LOTTERY</c> is a number of rounds (<c>50</c>) or a time (<c>00:30:00</c>); without it a test's own few rounds are
/// enough.
/// </summary>
internal sealed class LotteryRounds(int fewest)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly string? _wanted = Environment.GetEnvironmentVariable("PORTAL_LOTTERY");

    /// <param name="round">From 0.</param>
    public bool GoesOn(int round) =>
        round < fewest
        || (
            int.TryParse(_wanted, CultureInfo.InvariantCulture, out var rounds)
                ? round < rounds
                : _wanted is not null
                    && TimeProvider.System.GetElapsedTime(_began)
                        < TimeSpan.Parse(_wanted, CultureInfo.InvariantCulture)
        );
}

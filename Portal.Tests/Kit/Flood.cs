using System.Net;

namespace Portal.Tests.Kit;

/// <summary>Requests until one is refused for there being too many.</summary>
public static class Flood
{
    private const int Rounds = 1_000;

    /// <param name="ask">Given the number of the request in its round, from 1.</param>
    /// <param name="atOnce">More than one where a busy machine answers one after the other more slowly than the limit gives leave for.</param>
    public static async Task<HttpResponseMessage> UntilRefused(Func<int, Task<HttpResponseMessage>> ask, int atOnce = 1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(1, atOnce).Select(ask));
            var refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
            foreach (var other in answers.Where(answer => answer != refused))
            {
                other.Dispose();
            }

            if (refused is not null)
            {
                return refused;
            }
        }

        throw new InvalidOperationException("Nobody was limited.");
    }
}

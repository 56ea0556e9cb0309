namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What an engine told of itself when it was tried, line by line.</summary>
public sealed record EndpointFacts(IReadOnlyList<EndpointFact> Lines)
{
    /// <summary>What is missing, for whoever leaves the form before reading it; empty when nothing is.</summary>
    public string Missing =>
        string.Join(
            " ",
            Lines
                .Where(line => line is { IsFine: false, IsUnknown: false })
                .Select(line => line.More is { } more ? $"{line.Words}: {more}" : line.Words)
        );
}

/// <param name="IsFine">False: it is missing, and the words say what to do.</param>
/// <param name="More">Beside it; null for nothing.</param>
/// <param name="IsUnknown">It can't be read from here, so it isn't fine either.</param>
public sealed record EndpointFact(bool IsFine, string Words, string? More = null, bool IsUnknown = false);

namespace Portal.Core.Resources;

/// <summary>One resource of a change as a kind's checks see it.</summary>
/// <param name="Wanted">What is wanted of it over what is there; null for a delete.</param>
/// <param name="Live">Null when it isn't there.</param>
/// <param name="NameOf">What a finding about it is called, by what was looked at.</param>
public sealed record CheckedResource(
    ResourceRequest Request,
    ResourceSpec? Wanted,
    ResourceState? Live,
    ResourceEvidence? Evidence,
    bool IsProduction,
    DateTimeOffset Now,
    Func<string, string> NameOf
)
{
    public Finding Say(string what, CheckVerdict verdict, string words) =>
        new(NameOf(what), verdict, words, Request.On);
}

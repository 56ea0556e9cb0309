namespace Portal.Core.People;

/// <summary>A request that came with a key, by which its answer is given again to whoever repeats it.</summary>
/// <param name="Key">As the person chose it: the same key of another person is another.</param>
public sealed record KeyedRequest(PersonId Person, string Key, RequestMark Mark);

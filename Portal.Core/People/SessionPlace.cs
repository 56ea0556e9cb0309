namespace Portal.Core.People;

/// <summary>Where a session begins.</summary>
/// <param name="Browser">What the browser calls itself.</param>
public sealed record SessionPlace(string Browser, string Address);

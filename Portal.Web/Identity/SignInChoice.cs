namespace Portal.Web.Identity;

/// <summary>A seeded person, as offered for choosing.</summary>
public sealed record SignInChoice(string Handle, string Name, string About, IReadOnlyList<string> Teams);

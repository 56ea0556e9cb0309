namespace Portal.Web.Parts;

/// <summary>A place in an editor's text that something is to be said about.</summary>
/// <param name="Line">From 1, as <paramref name="Column"/> is.</param>
/// <param name="IsWarning">To know, and nothing to fix.</param>
public sealed record TextMark(int Line, int Column, string Words, bool IsWarning = false);

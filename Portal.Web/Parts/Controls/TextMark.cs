namespace Portal.Web.Parts;

/// <summary>A place in an editor's text that has something wrong with it.</summary>
/// <param name="Line">From 1, as <paramref name="Column"/> is.</param>
public sealed record TextMark(int Line, int Column, string Words);

namespace Portal.Core.Resources;

/// <summary>Where the steps of one resource stand beside those of another of the same change.</summary>
public enum Precedence
{
    Either,
    First,
    Last,
}

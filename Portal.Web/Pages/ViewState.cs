namespace Portal.Web.Pages;

/// <summary>What a page, or a region of one, shows. Closed: a page that forgets a case doesn't exist.</summary>
public abstract record ViewState<T>
{
    private ViewState() { }

    /// <summary>Not known yet; a skeleton in the shape of the answer.</summary>
    public sealed record Loading : ViewState<T>;

    /// <summary>The person may not see this: what is missing, and who can give it.</summary>
    public sealed record Denied(string What, string WhoCanHelp) : ViewState<T>;

    /// <summary>Gone, moved, or never was.</summary>
    public sealed record NotFound(string What, string Why) : ViewState<T>;

    /// <summary>Something failed: what happened, why, what to do now. The rest of the portal still works.</summary>
    public sealed record Broken(PageError Error) : ViewState<T>;

    public sealed record Ready(T Value) : ViewState<T>;
}

/// <summary>A failure in words for a person.</summary>
public sealed record PageError(string Happened, string Why, string WhatNow)
{
    /// <summary>What a page shows could not be read.</summary>
    public static readonly PageError NotRead = new(
        "This page can't be shown now",
        "The portal's own store did not answer as it should. Nothing on any cluster is affected.",
        "Try again in a moment; if it stays, report the time it happened to the platform team."
    );
}

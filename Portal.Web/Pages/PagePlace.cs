namespace Portal.Web.Pages;

/// <summary>What a page is about: the path of its address, whichever view or filter is chosen behind it.</summary>
internal sealed class PagePlace
{
    private string? _path;

    /// <returns>True: the page was about something else before.</returns>
    public bool Moves(string address)
    {
        var before = _path;
        _path = new Uri(address).AbsolutePath;
        return before is not null && before != _path;
    }
}

namespace Portal.Web.Preferences;

/// <summary>The environment a person looks at; one per circuit, so it stays while they move about.</summary>
public sealed class Workplace
{
    /// <summary>How addresses name the environment, and all of them.</summary>
    public const string Query = "env";
    public const string All = "all";

    private string? _environment;

    public event Action? Changed;

    /// <summary>As addresses name it.</summary>
    public string InAddress => Environment ?? All;

    /// <summary>What an address names; null when it names none.</summary>
    public static string? NamedIn(string address) =>
        System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)[Query];

    /// <summary>The environment's name, or null before one was chosen: then the pages show all environments.</summary>
    public string? Environment
    {
        get => _environment;
        set
        {
            if (_environment != value)
            {
                _environment = value;
                Changed?.Invoke();
            }
        }
    }
}

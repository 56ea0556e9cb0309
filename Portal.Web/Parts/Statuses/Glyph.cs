namespace Portal.Web.Parts;

/// <summary>The portal's icons, drawn on a 16 × 16 grid with one line width.</summary>
public enum Glyph
{
    // statuses
    Ok,
    Busy,
    Wait,
    Warn,
    Bad,
    Unknown,
    Off,
    Low,
    Todo,

    // places
    Brand,
    Overview,
    Topic,
    Schema,
    Group,
    Job,
    Change,
    Health,
    Data,
    Shield,
    Admin,

    // things and acts
    Person,
    Lock,
    Inbox,
    Comment,
    Pin,
    Rocket,
    Undo,
    Copy,
    Check,
    Cross,
    Plus,
    More,
    Menu,
    Search,
    Help,
    Theme,
    Arrow,
    Up,
    Down,
    Shuffle,
}

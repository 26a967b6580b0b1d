#include "daemon/demo.hpp"

#include "auth/base32.hpp"
#include "auth/invoice_link.hpp"
#include "auth/password.hpp"
#include "daemon/config.hpp"
#include "daemon/opening.hpp"
#include "desk/customer.hpp"
#include "desk/reply.hpp"
#include "desk/sign_in.hpp"
#include "desk/submit.hpp"
#include "storage/staff.hpp"
#include "text/assets.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace heard::daemon {

namespace {

namespace fs = std::filesystem;
using time::Instant;
using time::Micros;

constexpr auto invoice = "2026-1042";
/// By it the demo knows its own settings, which it writes anew at each start.
constexpr std::string_view demo_header =
    "# The demo shop. Written anew at each start of `heard demo`.\n";

fs::path folder_of(const DemoOptions& options)
{
    if (!options.folder.empty()) {
        fs::create_directories(options.folder);
        return fs::absolute(options.folder);
    }
    auto pattern = (fs::temp_directory_path() / "heard-demo-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::runtime_error{"cannot make a folder for the demo; give one with --dir"};
    return pattern;
}

void write_file(const fs::path& file, std::string_view bytes)
{
    std::ofstream out{file, std::ios::binary};
    out << bytes;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    if (!out.flush())
        throw std::runtime_error{"cannot write " + file.string()};
}

std::string read_file(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The default ladder, drawn to the scale of a promise that may be much shorter than a day.
std::string settings_text(const DemoOptions& options)
{
    const auto whole = [](Micros span) {
        return time::to_text(std::max<Micros>(std::chrono::floor<std::chrono::seconds>(span),
                                              std::chrono::seconds{1}));
    };
    const auto within = options.respond_within;
    const auto every = std::max<Micros>(within / 6, std::chrono::minutes{1});
    std::ostringstream text;
    text << demo_header
         << "[business]\nname = \"Weber Shoes\"\ntime_zone = \"Europe/Berlin\"\nphone = \"+49 30 "
            "5550142\"\n\n"
         << "[owner]\nname = \"Klara Weber\"\nemail = \"klara@example.com\"\nphoto = "
            "\"owner.png\"\n\n"
         << "[[branch]]\ncode = \"market\"\nname = \"Market Square\"\n"
         << "manager_email = \"market@example.com\"\n\n"
         << "[server]\nbase_url = \"http://" << options.listen << "\"\nlisten = [\""
         << options.listen << "\"]\n\n"
         << "[storage]\npath = \"heard.db\"\n\n"
         << "[promise]\nrespond_within = \"" << whole(within) << "\"\n\n"
         << "[[ladder]]\nat = \"-" << whole(within / 6) << "\"\nto = [\"assignee\", \"staff\"]\n\n"
         << "[[ladder]]\nat = \"0s\"\nto = [\"owner\"]\n\n"
         << "[[ladder]]\nat = \"" << whole(within / 12) << "\"\nto = [\"owner\"]\nevery = \""
         << whole(every) << "\"\n\n"
         << "[[invoice_links.key]]\nid = \"A\"\nsecret_file = \"invoice-key-A\"\n\n"
         << "[mail]\ntransport = \"folder\"\nfolder = \"mail\"\n";
    return text.str();
}

std::string random_bytes(auth::Entropy& entropy, std::size_t count)
{
    std::string bytes(count, '\0');
    entropy.fill({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    return bytes;
}

/// Fills the shop's first days, each thing at its own time.
class Seeding
{
public:
    Seeding(const Config& config, auth::Entropy& entropy, Micros day)
        : database_{config.database, storage::Access::write}
        , entropy_{entropy}
        , day_{day}
        , now_{time::SystemClock{}.now()}
        , house_{make_house(config, open_house(database_, now_, entropy))}
    {}

    /// A share of the promised time ago: 0.5 is half a day in a shop that answers within a day.
    Instant ago(double share) const
    {
        return now_ - Micros{static_cast<std::int64_t>(share * static_cast<double>(day_.count()))};
    }

    core::Staff hire(const storage::NewStaff& person, const std::string& password)
    {
        const auto hash = auth::hash_password(password);
        return storage::in_one_transaction(database_, ago(3), [&](storage::Transaction& tx) {
            const auto id = desk::add_staff(tx, house_, person).value();
            storage::set_password_hash(tx, id, hash);
            return storage::find_staff(tx, id).value();
        });
    }

    std::string say(double share_ago, core::Submission said)
    {
        entropy_.fill(said.form_key);
        return storage::in_one_transaction(
            database_, ago(share_ago), [&](storage::Transaction& tx) {
                return desk::submit(tx, house_, said).value().reference;
            });
    }

    void answer(double share_ago, const desk::Reply& reply)
    {
        storage::in_one_transaction(database_, ago(share_ago), [&](storage::Transaction& tx) {
            return reply.until ? desk::hold(tx, house_, reply) : desk::answer(tx, house_, reply);
        });
    }

private:
    storage::Database database_;
    auth::Entropy& entropy_;
    Micros day_;
    Instant now_;
    desk::House house_;
};

void seed(const Config& config, auth::Entropy& entropy, Micros day, const std::string& password)
{
    Seeding shop{config, entropy, day};
    const auto anna = shop.hire({"Anna", "anna@example.com", core::Role::staff, ""}, password);
    shop.hire({"Klara", "klara@example.com", core::Role::owner, ""}, password);

    core::Submission said;
    said.dislikes =
        "The left shoe came apart at the seam after two weeks. I only wear them to the office.";
    said.likes = "The fitting was the best I have had in years.";
    said.name = "Tomasz Nowak";
    said.contact = "tomasz@example.com";
    said.invoice = "2026-1017";
    said.channel = core::Channel::invoice;
    shop.say(1.1, said);

    said = {};
    said.dislikes = "I waited twenty minutes at the till while two people talked in the back.";
    shop.say(0.9, said);

    said = {};
    said.likes = "Anna found the boots my daughter had wanted for months. Please thank her!";
    said.name = "Mrs Demir";
    shop.say(0.6, said);

    said = {};
    said.wishes = "Do you resole mountain boots, and how long does it take?";
    said.contact = "+49 170 5550177";
    said.branch = "market";
    shop.say(0.3, said);

    said = {};
    said.dislikes = "You sent size 39, I had ordered 40.";
    said.name = "Lea";
    said.contact = "lea@example.com";
    said.invoice = "2026-1033";
    said.channel = core::Channel::invoice;
    const auto wrong_size = shop.say(0.8, said);
    shop.answer(0.5, {anna, wrong_size,
                      "I am sorry, Lea. Size 40 comes with Thursday's delivery; I will write as "
                      "soon as it is here.",
                      "", 0, shop.ago(-1.5)});

    said = {};
    said.dislikes = "The parking place is dark in the evening.";
    said.name = "Jon";
    said.contact = "jon@example.com";
    const auto dark = shop.say(2.2, said);
    shop.answer(1.6, {anna,
                      dark,
                      "You are right, Jon, and thank you for saying so.",
                      "Two lamps were put up this morning.",
                      0,
                      {}});

    said = {};
    said.likes = "Great site! Visit our page for cheap watches.";
    said.suspicion = core::Suspicion::hidden_field;
    shop.say(0.2, said);
}

std::string greeting(const Config& config, const fs::path& folder, const std::string& password)
{
    const auto link = auth::make_invoice_link(config.invoice_keys.front(), invoice).value();
    std::ostringstream text;
    text << "\nThe demo shop is open. Stop it with Ctrl-C.\n\n"
         << "  A customer, from an invoice    " << config.base_url << "/F/" << link << "\n"
         << "  A customer, at the counter     " << config.base_url << "/\n"
         << "  Staff                          " << config.base_url << "/staff\n"
         << "                                 name: Anna    password: " << password << "\n"
         << "  The owner                      " << config.base_url << "/owner\n"
         << "                                 name: Klara   password: " << password << "\n"
         << "  Letters arrive in              " << (config.mail_folder / "new").string() << "\n"
         << "  Settings, database             " << folder.string() << "\n\n";
    return text.str();
}

} // namespace

DemoShop open_demo(const DemoOptions& options)
{
    auth::SystemEntropy entropy;
    const auto folder = folder_of(options);
    const auto settings = folder / "heard.toml";
    if (fs::exists(settings) && !read_file(settings).starts_with(demo_header))
        throw std::runtime_error{settings.string() +
                                 " belongs to a shop of its own; give the demo another --dir"};
    const bool is_new = !fs::exists(folder / "heard.db");
    if (is_new) {
        write_file(folder / "owner.png", text::asset("static/demo-owner.png"));
        write_file(folder / "invoice-key-A",
                   auth::to_base32(auth::bytes_of(random_bytes(entropy, 40))));
        write_file(folder / "demo-password",
                   auth::to_base32(auth::bytes_of(random_bytes(entropy, 10))));
    }
    write_file(settings, settings_text(options));
    const auto checked = read_config(settings);
    for (const auto& finding : checked.findings)
        if (finding.weight == Finding::Weight::problem)
            throw std::runtime_error{to_text(finding)};
    const auto password = read_file(folder / "demo-password");
    if (is_new)
        seed(checked.config, entropy, options.respond_within, password);
    return {settings, greeting(checked.config, folder, password)};
}

} // namespace heard::daemon

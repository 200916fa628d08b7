//! The app of grid members and of the office, under `/app/`: a Yew page on the same calls, rules and words as the server.

mod api;
mod app;
mod device;
mod field;
mod look;
mod office;
mod pages;
mod part;
mod parts;
mod phone;
mod photo;
mod place;
mod release;
mod route;
mod session;
mod unread;
mod words;

fn main() {
    look::Look::stored().stamp();
    // The element that index.html sets aside; its own words give way to the app.
    match device::document().and_then(|d| d.get_element_by_id("app")) {
        Some(root) => yew::Renderer::<app::App>::with_root(root).render(),
        None => yew::Renderer::<app::App>::new().render(),
    };
}

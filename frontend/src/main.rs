//! The app of grid members and of the office, under `/app/`: a Yew page on the same calls, rules and words as the server.

mod api;
mod app;
mod device;
mod look;
mod pages;
mod parts;
mod photo;
mod place;
mod route;
mod session;
mod words;

fn main() {
    look::Look::stored().stamp();
    yew::Renderer::<app::App>::new().render();
}
